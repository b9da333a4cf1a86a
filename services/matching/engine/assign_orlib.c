/* Reads a full matrix and solves it as the sparse problem that it nearly always is: each row starts with its cheapest
 * columns and gets more where they could matter. Leaving a row out costs more than any two full answers differ by, so
 * nobody is left out. */
#include "assign_orlib.h"

#include <stdio.h>
#include <stdlib.h>

struct orlib {
    int size;
    int32_t *costs;
};

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

/* A whole number; "52.0" and "5.2e1" are not. */
static int read_number(struct text *text, const char *what, int32_t *number, struct error *error)
{
    const char *at = text->at;
    bool minus = *at == '-';
    int64_t value = 0;
    at += minus || *at == '+';
    if (!is_word(text, at))
        return refuse_word(text, what, error);
    for (; is_word(text, at); at++) {
        if (*at < '0' || *at > '9' || value > ORLIB_COST_MOST)
            return refuse_word(text, what, error);
        value = 10 * value + (*at - '0');
    }
    if (value > ORLIB_COST_MOST)
        return refuse_word(text, what, error);
    *number = (int32_t)(minus ? -value : value);
    text->at = at;
    return 0;
}

static int read_size(struct text *text, int *size, struct error *error)
{
    int32_t number = 0;
    skip_space(text);
    if (text->at == text->end)
        return error_set(error, "line %d: the file is empty: it begins with n", text->line);
    if (read_number(text, "n", &number, error))
        return -1;
    if (number < 1 || number > ORLIB_MOST)
        return error_set(error, "line %d: n is %d: 1 to %d", text->line, number, ORLIB_MOST);
    *size = number;
    return 0;
}

static int read_cost(struct text *text, const struct orlib *orlib, int64_t which, struct error *error)
{
    int row = (int)(which / orlib->size) + 1, column = (int)(which % orlib->size) + 1;
    skip_space(text);
    if (text->at == text->end)
        return error_set(error,
                         "line %d: the file ends before the cost of row %d, column %d: %lld of %lld costs are there",
                         text->line, row, column, (long long)which, (long long)orlib->size * orlib->size);
    char what[64];
    snprintf(what, sizeof(what), "the cost of row %d, column %d", row, column);
    return read_number(text, what, &orlib->costs[which], error);
}

static int read_all(struct text *text, const struct orlib *orlib, struct error *error)
{
    int64_t costs = (int64_t)orlib->size * orlib->size;
    for (int64_t which = 0; which < costs; which++)
        if (read_cost(text, orlib, which, error))
            return -1;
    skip_space(text);
    return text->at < text->end ? error_set(error, "line %d: there is more after the %lld costs of %d rows", text->line,
                                            (long long)costs, orlib->size)
                                : 0;
}

struct orlib *assign_read_orlib(const char *text, size_t size, struct error *error)
{
    struct text reading = {text, text + size, 1};
    int rows = 0;
    if (read_size(&reading, &rows, error))
        return NULL;
    struct orlib *orlib = calloc(1, sizeof(*orlib));
    if (orlib && (orlib->costs = malloc((size_t)rows * (size_t)rows * sizeof(*orlib->costs)))) {
        orlib->size = rows;
        if (!read_all(&reading, orlib, error))
            return orlib;
    } else {
        error_set(error, "no memory for %d x %d costs", rows, rows);
    }
    orlib_close(&orlib);
    return NULL;
}

void orlib_close(struct orlib **orlib)
{
    if (*orlib)
        free((*orlib)->costs);
    free(*orlib);
    *orlib = NULL;
}

int orlib_size(const struct orlib *orlib)
{
    return orlib->size;
}

bool orlib_cost(const void *self, int row, int column, int32_t *cost)
{
    const struct orlib *orlib = self;
    *cost = orlib->costs[(size_t)row * (size_t)orlib->size + (size_t)column];
    return true;
}

/* ---- solving ---- */

struct choice {
    int64_t value;
    int32_t column;
};

static bool worse(struct choice a, struct choice b)
{
    return a.value != b.value ? a.value > b.value : a.column > b.column;
}

static void sift_down(struct choice *best, int count, int spot)
{
    struct choice choice = best[spot];
    while (2 * spot + 1 < count) {
        int child = 2 * spot + 1;
        if (child + 1 < count && worse(best[child + 1], best[child]))
            child++;
        if (!worse(best[child], choice))
            break;
        best[spot] = best[child];
        spot = child;
    }
    best[spot] = choice;
}

struct picked {
    struct choice best[ORLIB_MOST];
    int count;
    int64_t least_refused;
};

static void pick(struct picked *picked, int most, struct choice choice)
{
    if (picked->count < most) {
        picked->best[picked->count++] = choice;
        if (picked->count == most)
            for (int spot = most / 2; spot >= 0; spot--)
                sift_down(picked->best, most, spot);
    } else if (worse(picked->best[0], choice)) {
        picked->least_refused = picked->best[0].value;
        picked->best[0] = choice;
        sift_down(picked->best, most, 0);
    } else if (choice.value < picked->least_refused) {
        picked->least_refused = choice.value;
    }
}

static int more_arcs(void *self, const struct assign_wish *wish, struct assign_arc *arcs, int64_t *bound)
{
    const struct orlib *orlib = self;
    const int32_t *costs = orlib->costs + (size_t)wish->row * (size_t)orlib->size;
    struct picked picked;
    picked.count = 0;
    picked.least_refused = ASSIGN_FAR;
    for (int32_t column = 0; column < orlib->size; column++)
        if (wish->listed[column] != wish->mark)
            pick(&picked, wish->most, (struct choice){costs[column] + wish->prices[column], column});
    for (int i = 0; i < picked.count; i++)
        arcs[i] = (struct assign_arc){picked.best[i].column, costs[picked.best[i].column]};
    *bound = picked.least_refused;
    return picked.count;
}

/* What a row pays at most to be in: with it, every answer that leaves nobody out beats every other one. */
static int64_t price_of_all(const struct orlib *orlib)
{
    size_t count = (size_t)orlib->size * (size_t)orlib->size;
    int32_t least = orlib->costs[0], most = orlib->costs[0];
    for (size_t i = 1; i < count; i++) {
        least = orlib->costs[i] < least ? orlib->costs[i] : least;
        most = orlib->costs[i] > most ? orlib->costs[i] : most;
    }
    return most + ((int64_t)most - least) * orlib->size + 1;
}

struct assign *orlib_solve(struct orlib *orlib)
{
    struct assign_source source = {.self = orlib, .more = more_arcs, .first = 10};
    int64_t price = price_of_all(orlib);
    struct assign *assign = assign_open(orlib->size, orlib->size, &source);
    for (int row = 0; assign && row < orlib->size; row++)
        assign_set_price(assign, row, price);
    if (assign && assign_solve(assign))
        assign_close(&assign);
    return assign;
}
