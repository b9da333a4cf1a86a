/* Reads a matrix of ways line by line. Invariant: a line is taken whole or told as a flaw, and reading goes on, so that
 * all flaws of a file are told at once. */
#include "rules/travel_file.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define LINE 256
#define WORDS 6 /* one more than the longest line has */
#define BLANK " \t\r"

struct reading {
    struct travel_matrix *matrix;
    const char *datum;
    travel_flaw *flaw;
    void *self;
    int line, flaws;
    bool datum_given;
    char *word[WORDS];
    int words;
};

static void tell(struct reading *in, const char *word, const char *why)
{
    char text[LINE];
    snprintf(text, sizeof text, "%.64s%s%s", word, word[0] ? ": " : "", why);
    in->flaw(in->self, in->line, text);
    in->flaws++;
}

static bool has_words(struct reading *in, int wanted, const char *form)
{
    if (in->words == wanted)
        return true;
    tell(in, "", form);
    return false;
}

static bool is_code(const char *word)
{
    size_t size = strlen(word);
    for (size_t i = 0; i < size; i++)
        if (word[i] <= ' ' || word[i] >= 0x7f)
            return false;
    return size > 0 && size < TRAVEL_CODE;
}

static bool number_read(struct reading *in, const char *word, int64_t least, int64_t most, int64_t *number)
{
    char why[64];
    if (text_to_int(word, number) == 0 && *number >= least && *number <= most)
        return true;
    snprintf(why, sizeof why, "must be a whole number from %lld to %lld", (long long)least, (long long)most);
    tell(in, word, why);
    return false;
}

/* "-22.5" as thousandths. */
static bool degrees_read(struct reading *in, const char *word, int most, int32_t *thousandths)
{
    const char *digits = word + (word[0] == '-');
    size_t whole = strspn(digits, "0123456789"), decimals = 0;
    int64_t value = 0;
    for (size_t i = 0; i < whole && i < 3; i++)
        value = value * 10 + (digits[i] - '0') * INT64_C(1000);
    if (digits[whole] == '.')
        decimals = strspn(digits + whole + 1, "0123456789");
    bool good = whole > 0 && whole <= 3 && decimals <= 3 &&
                digits[whole + (digits[whole] == '.' && decimals > 0) + decimals] == '\0';
    for (size_t i = 0, unit = 100; good && i < decimals; i++, unit /= 10)
        value += (digits[whole + 1 + i] - '0') * (int64_t)unit;
    if (!good || value > most * INT64_C(1000)) {
        tell(in, word,
             most == 90 ? "must be a latitude from -90 to 90 with at most three decimals"
                        : "must be a longitude from -180 to 180 with at most three decimals");
        return false;
    }
    *thousandths = (int32_t)(digits == word ? value : -value);
    return true;
}

static int area_find(const struct travel_matrix *matrix, const char *code)
{
    for (int i = 0; i < matrix->areas; i++)
        if (text_same(matrix->area[i].code, code))
            return i;
    return -1;
}

static void datum_take(struct reading *in)
{
    if (!has_words(in, 2, "must be: datum NAME"))
        return;
    if (in->datum_given)
        tell(in, in->word[1], "the datum stands above already");
    else if (!text_same(in->word[1], in->datum))
        tell(in, in->word[1],
             "is not the datum of this set (datum of [anxin]): positions of two datums are never mixed");
    in->datum_given = true;
}

static void area_take(struct reading *in)
{
    struct travel_matrix *matrix = in->matrix;
    struct travel_area area = {0};
    int64_t metres;
    if (!has_words(in, 5, "must be: area CODE LATITUDE LONGITUDE METRES"))
        return;
    if (!in->datum_given) {
        tell(in, "", "a line \"datum NAME\" must stand above the first area");
        in->datum_given = true;
    }
    if (!is_code(in->word[1])) {
        tell(in, in->word[1], "must be a code of at most 32 printable characters");
    } else if (area_find(matrix, in->word[1]) >= 0) {
        tell(in, in->word[1], "this area stands above already");
    } else if (matrix->areas == TRAVEL_AREAS) {
        tell(in, in->word[1], "too many areas: 128 at most");
    } else if (degrees_read(in, in->word[2], 90, &area.centre.lat) &&
               degrees_read(in, in->word[3], 180, &area.centre.lon) &&
               number_read(in, in->word[4], TRAVEL_METRES_MIN, TRAVEL_METRES_MAX, &metres)) {
        area.metres = (int32_t)metres;
        TEXT_PUT(area.code, in->word[1]);
        matrix->area[matrix->areas++] = area;
    }
}

static int mode_of(const char *word)
{
    static const char *const modes[TRAVEL_MODES] = {"any", "walk", "ebike", "bus"};
    for (int mode = 0; mode < TRAVEL_MODES; mode++)
        if (text_same(word, modes[mode]))
            return mode;
    return -1;
}

static void way_take(struct reading *in)
{
    int64_t minutes;
    if (!has_words(in, 5, "must be: way FROM TO MODE MINUTES"))
        return;
    int from = area_find(in->matrix, in->word[1]), to = area_find(in->matrix, in->word[2]);
    int mode = mode_of(in->word[3]);
    if (from < 0 || to < 0)
        tell(in, in->word[from < 0 ? 1 : 2], "no area of this code stands above");
    else if (mode < 0)
        tell(in, in->word[3], "must be walk, ebike, bus or any");
    else if (in->matrix->way[mode][from][to])
        tell(in, in->word[1], "this way by this mode stands above already");
    else if (number_read(in, in->word[4], 0, TRAVEL_MOST_MIN, &minutes))
        in->matrix->way[mode][from][to] = (uint16_t)(minutes + 1);
}

static void line_take(struct reading *in, char *line)
{
    in->words = 0;
    line[strcspn(line, "#")] = '\0';
    for (char *rest = line, *word; in->words < WORDS && (word = strtok_r(rest, BLANK, &rest)) != NULL;)
        in->word[in->words++] = word;
    if (in->words == 0)
        return;
    if (text_same(in->word[0], "datum"))
        datum_take(in);
    else if (text_same(in->word[0], "area"))
        area_take(in);
    else if (text_same(in->word[0], "way"))
        way_take(in);
    else
        tell(in, in->word[0], "a line begins with datum, area or way");
}

int travel_file_read(const char *text, size_t size, const char *datum, struct travel_matrix *matrix, travel_flaw *flaw,
                     void *self)
{
    struct reading in = {.matrix = matrix, .datum = datum, .flaw = flaw, .self = self};
    for (size_t at = 0; at < size;) {
        const char *end = memchr(text + at, '\n', size - at);
        size_t length = end ? (size_t)(end - text) - at : size - at;
        char line[LINE];
        in.line++;
        snprintf(line, sizeof line, "%.*s", (int)(length < LINE ? length : LINE - 1), text + at);
        if (length >= LINE || memchr(text + at, '\0', length))
            tell(&in, "", length >= LINE ? "the line is too long" : "the line holds a NUL");
        else
            line_take(&in, line);
        at += length + 1;
    }
    if (matrix->areas == 0 && in.flaws == 0) {
        in.line = in.line ? in.line : 1;
        tell(&in, "", "the file names no area");
    }
    travel_settle(matrix);
    return in.flaws;
}
