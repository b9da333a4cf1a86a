/* Reads the two forms that these files have, and tells them apart: all costs row by row, or the pairs that may be, each
 * with its cost. */
#include "assign_orlib_inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct text {
    const char *at, *end;
    int line;
};

/* ---- reading ---- */

static void skip_space(struct text *text)
{
    for (; text->at < text->end; text->at++) {
        if (*text->at == '\n')
            text->line++;
        else if (*text->at != ' ' && *text->at != '\t' && *text->at != '\r' && *text->at != '\f' && *text->at != '\v')
            return;
    }
}

static bool is_word(const struct text *text, const char *at)
{
    return at < text->end && (unsigned char)*at > ' ';
}

static int refuse_word(const struct text *text, const char *what, struct error *error)
{
    int length = 0;
    char word[24] = "";
    for (; length < (int)sizeof(word) - 1 && is_word(text, text->at + length); length++)
        word[length] = text->at[length];
    for (int i = 0; i < length; i++)
        if ((unsigned char)word[i] >= 0x7f)
            word[i] = '?';
    return error_set(error, "line %d: %s is \"%s\", which is no whole number in -%d..%d", text->line, what, word,
                     ORLIB_COST_MOST, ORLIB_COST_MOST);
}

/* A whole number; "52.0" and "5.2e1" are not. False: the word is none. */
static bool read_number(struct text *text, int32_t *number)
{
    const char *at = text->at;
    bool minus = *at == '-';
    int64_t value = 0;
    at += minus || *at == '+';
    if (!is_word(text, at))
        return false;
    for (; is_word(text, at); at++) {
        if (*at < '0' || *at > '9')
            return false;
        value = 10 * value + (*at - '0');
        if (value > ORLIB_COST_MOST)
            return false;
    }
    *number = (int32_t)(minus ? -value : value);
    text->at = at;
    return true;
}

/* 1 to ORLIB_MOST, or below 1 with the reason. */
static int read_size(struct text *text, struct error *error)
{
    int32_t number = 0;
    skip_space(text);
    if (text->at == text->end)
        return error_set(error, "line %d: the file is empty: it begins with n", text->line);
    if (!read_number(text, &number))
        return refuse_word(text, "n", error);
    if (number < 1 || number > ORLIB_MOST)
        return error_set(error, "line %d: n is %d: 1 to %d", text->line, number, ORLIB_MOST);
    return number;
}

/* The numbers after n, as they stand. */
struct numbers {
    int32_t *number;
    int64_t count, room;
    bool threes;  /* the first line of them holds three */
    bool triples; /* ... and no row does */
};

/* To the next word, if there is one and nothing else comes before it. */
static bool pass_word(struct text *text)
{
    while (is_word(text, text->at))
        text->at++;
    skip_space(text);
    return is_word(text, text->at);
}

static bool begins_with_three(const struct text *text)
{
    struct text line = *text;
    int words = 1;
    skip_space(&line);
    for (int first = line.line; pass_word(&line) && line.line == first;)
        words++;
    return words == 3;
}

static void name_number(const struct numbers *numbers, int size, char *what, size_t room)
{
    static const char *const parts[] = {"the row", "the column", "the cost"};
    if (numbers->triples)
        snprintf(what, room, "%s of pair %" PRId64, parts[numbers->count % 3], numbers->count / 3 + 1);
    else
        snprintf(what, room, "the cost of row %" PRId64 ", column %" PRId64, numbers->count / size + 1,
                 numbers->count % size + 1);
}

/* Where the next number goes, NULL with the reason. */
static int32_t *next_number(struct numbers *numbers, struct error *error)
{
    int64_t room = numbers->room ? 2 * numbers->room : 4096;
    if (numbers->count < numbers->room)
        return numbers->number + numbers->count;
    int32_t *grown = realloc(numbers->number, (size_t)room * sizeof(*grown));
    if (!grown) {
        error_set(error, "no memory for %" PRId64 " numbers", room);
        return NULL;
    }
    numbers->number = grown;
    numbers->room = room;
    return grown + numbers->count;
}

static int read_numbers(struct text text, int size, struct numbers *numbers, struct error *error)
{
    char what[64];
    numbers->threes = begins_with_three(&text);
    numbers->triples = numbers->threes && size > 3;
    for (skip_space(&text); text.at < text.end; skip_space(&text)) {
        int32_t *number = next_number(numbers, error);
        if (!number)
            return -1;
        if (!read_number(&text, number)) {
            name_number(numbers, size, what, sizeof(what));
            return refuse_word(&text, what, error);
        }
        numbers->count++;
    }
    return 0;
}

/* ---- which form it is ---- */

static bool is_pair(const struct numbers *numbers, int64_t at, int size)
{
    const int32_t *number = numbers->number + at;
    return number[0] >= 1 && number[0] <= size && number[1] >= 1 && number[1] <= size;
}

/* So few rows may have three costs a line themselves: no more numbers than a matrix has are one, or a part of it. */
static bool are_pairs(const struct numbers *numbers, int size)
{
    if (!numbers->threes || numbers->count % 3 != 0 || numbers->count == 0)
        return false;
    if (size <= 3 && numbers->count <= (int64_t)size * size)
        return false;
    for (int64_t at = 0; at < numbers->count; at += 3)
        if (!is_pair(numbers, at, size))
            return false;
    return true;
}

static int line_of(struct text text, int64_t which)
{
    skip_space(&text);
    while (which > 0 && pass_word(&text))
        which--;
    return text.line;
}

static int refuse_pairs(const struct text *text, const struct numbers *numbers, int size, struct error *error)
{
    int64_t at = 0;
    while (at + 3 <= numbers->count && is_pair(numbers, at, size))
        at += 3;
    if (at + 3 <= numbers->count)
        return error_set(error, "line %d: row %d, column %d: both lie in 1..%d", line_of(*text, at),
                         numbers->number[at], numbers->number[at + 1], size);
    return error_set(error, "line %d: the file ends within pair %" PRId64 ": a pair is row, column and cost",
                     line_of(*text, at), at / 3 + 1);
}

static int refuse_matrix(const struct text *text, const struct numbers *numbers, int size, struct error *error)
{
    int64_t costs = (int64_t)size * size;
    if (numbers->count > costs)
        return error_set(error,
                         "line %d: there is more after the %" PRId64 " costs of %d rows; a file is one problem, and "
                         "generalised assignment is not read",
                         line_of(*text, costs), costs, size);
    return error_set(error,
                     "line %d: the file ends before the cost of row %" PRId64 ", column %" PRId64 ": %" PRId64
                     " of %" PRId64 " costs are there",
                     line_of(*text, numbers->count), numbers->count / size + 1, numbers->count % size + 1,
                     numbers->count, costs);
}

/* ---- pairs ---- */

static int by_column(const void *a, const void *b)
{
    const struct assign_arc *x = a, *y = b;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return x->cost < y->cost ? -1 : x->cost > y->cost;
}

/* Lists the pairs by row and column; of two of the same the cheaper comes first. */
static int list_pairs(struct orlib *orlib, const struct numbers *numbers)
{
    int64_t pairs = numbers->count / 3;
    orlib->first = calloc((size_t)orlib->size + 2, sizeof(*orlib->first));
    orlib->arcs = malloc((size_t)pairs * sizeof(*orlib->arcs));
    if (!orlib->first || !orlib->arcs)
        return -1;
    for (int64_t i = 0; i < pairs; i++)
        orlib->first[numbers->number[3 * i] + 1]++;
    for (int row = 0; row <= orlib->size; row++)
        orlib->first[row + 1] += orlib->first[row];
    for (int64_t i = 0; i < pairs; i++) {
        const int32_t *number = numbers->number + 3 * i;
        orlib->arcs[orlib->first[number[0]]++] = (struct assign_arc){number[1] - 1, number[2]};
    }
    for (int row = 0; row < orlib->size; row++)
        qsort(orlib->arcs + orlib->first[row], (size_t)(orlib->first[row + 1] - orlib->first[row]),
              sizeof(*orlib->arcs), by_column);
    return 0;
}

static bool has_twice(const struct orlib *orlib)
{
    for (int row = 0; row < orlib->size; row++)
        for (int64_t i = orlib->first[row] + 1; i < orlib->first[row + 1]; i++)
            if (orlib->arcs[i].column == orlib->arcs[i - 1].column)
                return true;
    return false;
}

/* 0, or -1 with the reason; the numbers go over to the problem where they are a matrix. */
static int take_form(struct orlib *orlib, const struct text *text, struct numbers *numbers, struct error *error)
{
    bool is_matrix = numbers->count == (int64_t)orlib->size * orlib->size;
    bool is_list = are_pairs(numbers, orlib->size);
    if (is_list && list_pairs(orlib, numbers))
        return error_set(error, "no memory for %" PRId64 " pairs", numbers->count / 3);
    if (is_list && !(is_matrix && has_twice(orlib)))
        return 0;
    if (is_matrix) {
        orlib->costs = numbers->number;
        numbers->number = NULL;
        return 0;
    }
    return (numbers->triples ? refuse_pairs : refuse_matrix)(text, numbers, orlib->size, error);
}

struct orlib *assign_read_orlib(const char *text, size_t size, struct error *error)
{
    struct text reading = {text, text + size, 1};
    struct numbers numbers = {0};
    int rows = read_size(&reading, error);
    if (rows < 1)
        return NULL;
    struct orlib *orlib = calloc(1, sizeof(*orlib));
    if (!orlib)
        error_set(error, "no memory");
    else
        orlib->size = rows;
    if (orlib && (read_numbers(reading, rows, &numbers, error) || take_form(orlib, &reading, &numbers, error)))
        orlib_close(&orlib);
    free(numbers.number);
    return orlib;
}

void orlib_close(struct orlib **orlib)
{
    if (*orlib) {
        free((*orlib)->costs);
        free((*orlib)->first);
        free((*orlib)->arcs);
    }
    free(*orlib);
    *orlib = NULL;
}

int orlib_size(const struct orlib *orlib)
{
    return orlib->size;
}

static bool pair_cost(const struct orlib *orlib, int row, int column, int32_t *cost)
{
    int64_t low = orlib->first[row], high = orlib->first[row + 1];
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (orlib->arcs[middle].column < column)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == orlib->first[row + 1] || orlib->arcs[low].column != column)
        return false;
    *cost = orlib->arcs[low].cost;
    return true;
}

bool orlib_cost(const void *self, int row, int column, int32_t *cost)
{
    const struct orlib *orlib = self;
    if (!orlib->costs)
        return pair_cost(orlib, row, column, cost);
    *cost = orlib->costs[(size_t)row * (size_t)orlib->size + (size_t)column];
    return true;
}
