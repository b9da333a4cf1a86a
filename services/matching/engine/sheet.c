/* Sheets kept up to date. Invariant: a notch tells what its hold tells, or that the hold must be asked. */
#include "people.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "fetch.h"
#include "rules/place.h"

#define LINE 64
#define TILE 20               /* thousandths of a degree across: about two kilometres */
#define LONG ((1u << 28) - 1) /* no notch tells such a length */
#define FIRST_DAY 18262       /* 2020-01-01 */
#define MARKS_A_DAY 4         /* so they last for 22 years */
#define NOWHERE INT16_MIN
#define FAR_AWAY (INT16_MIN + 1)

static_assert(sizeof(struct sheet) == 4 * LINE, "a sheet is four lines of the cache");
static_assert(sizeof(struct look) == LINE / 2, "two looks fill a line of the cache");
static_assert(LOOKS_A_SLAB % SHEETS_A_SLAB == 0, "a slab of looks is for whole slabs of sheets");
static_assert(sizeof(struct notch) * NOTCHES_A_LINE == LINE, "notches fill a line of the cache");

/* ---- where they lie ---- */

static void plot_name(char plot[ID_SIZE], const struct facts *facts)
{
    text_format(plot, ID_SIZE, "%s/%d/%d", facts_kind(facts), (int)(facts->home.lat / TILE),
                (int)(facts->home.lon / TILE));
}

static struct plot *plot_add(struct sheets *sheets, const char *name)
{
    struct plot *plot = calloc(1, sizeof *plot);
    if (!plot)
        return NULL;
    TEXT_PUT(plot->plot, name);
    if (map_put(&sheets->plots, plot) == 0)
        return plot;
    free(plot);
    return NULL;
}

static int slab_add(struct list *slabs)
{
    void *slab;
    if (list_reserve(slabs, sizeof slab, 1) || !(slab = pages_slab()))
        return -1;
    return list_insert(slabs, sizeof slab, slabs->count, &slab);
}

/* Many side by side, so that few tables of pages are read to find them; untouched it costs nothing. */
static int slabs_reach(struct sheets *sheets, unsigned slots)
{
    while (sheets->looks.count * (int64_t)LOOKS_A_SLAB < slots)
        if (slab_add(&sheets->looks))
            return -1;
    while (sheets->slabs.count * (int64_t)SHEETS_A_SLAB < slots)
        if (slab_add(&sheets->slabs))
            return -1;
    return 0;
}

/* Room for all sheets of the plot, so that each can be given back. */
static int block_add(struct sheets *sheets, struct plot *plot)
{
    int block = sheets->blocks.count;
    if (list_reserve(&sheets->blocks, sizeof plot, 1) ||
        list_reserve(&plot->free, sizeof(struct sheet *), (plot->blocks + 1) * SHEETS_A_BLOCK) ||
        slabs_reach(sheets, (unsigned)(block + 1) * SHEETS_A_BLOCK))
        return -1;
    for (int i = SHEETS_A_BLOCK - 1; i >= 0; i--) {
        uint32_t slot = (uint32_t)(block * SHEETS_A_BLOCK + i);
        struct sheet *sheet = sheet_at(sheets, slot);
        sheet->slot = slot;
        list_insert(&plot->free, sizeof sheet, plot->free.count, &sheet);
    }
    plot->blocks++;
    return list_insert(&sheets->blocks, sizeof plot, block, &plot);
}

struct sheet *sheet_take(struct sheets *sheets, const struct facts *facts)
{
    char name[ID_SIZE];
    plot_name(name, facts);
    struct plot *plot = map_find(&sheets->plots, name);
    if ((!plot && !(plot = plot_add(sheets, name))) || (!plot->free.count && block_add(sheets, plot)))
        return NULL;
    struct sheet *sheet = ((struct sheet **)plot->free.at)[--plot->free.count];
    *sheet = (struct sheet){.slot = sheet->slot, .radius = INFINITY, .look = sheet_look(sheets, sheet->slot)};
    *sheet->look = (struct look){0};
    for (int i = 0; i < SHEET_FENCES; i++)
        sheet->fences[i] = INT32_MAX;
    return sheet;
}

static struct plot *plot_of(const struct sheets *sheets, const struct sheet *sheet)
{
    return ((struct plot *const *)sheets->blocks.at)[sheet->slot / SHEETS_A_BLOCK];
}

void sheet_give(struct sheets *sheets, struct sheet *sheet)
{
    struct plot *plot = plot_of(sheets, sheet);
    list_insert(&plot->free, sizeof sheet, plot->free.count, &sheet);
}

bool sheet_lies_well(const struct sheets *sheets, const struct sheet *sheet, const struct facts *facts)
{
    char name[ID_SIZE];
    plot_name(name, facts);
    return strcmp(plot_of(sheets, sheet)->plot, name) == 0;
}

void sheets_close(struct sheets *sheets)
{
    for (int i = 0; i < sheets->slabs.count; i++)
        free(((struct sheet **)sheets->slabs.at)[i]);
    for (int i = 0; i < sheets->looks.count; i++)
        free(((struct look **)sheets->looks.at)[i]);
    for (uint32_t i = 0; i < sheets->plots.room; i++) {
        struct plot *plot = sheets->plots.slots[i].item;
        if (plot)
            free(plot->free.at);
        free(plot);
    }
    map_close(&sheets->plots);
    free(sheets->slabs.at);
    free(sheets->looks.at);
    free(sheets->blocks.at);
}

/* ---- looking for a time ---- */

static int32_t minute_of(int64_t instant)
{
    int64_t minute = instant / MS_MINUTE - (instant % MS_MINUTE < 0);
    return minute < INT32_MIN ? INT32_MIN : minute > INT32_MAX ? INT32_MAX : (int32_t)minute;
}

static int lines_of(const struct sheet *sheet)
{
    return (sheet->count + NOTCHES_A_LINE - 1) / NOTCHES_A_LINE;
}

/* The line with which the fences begin. */
static int first_fenced(const struct sheet *sheet)
{
    int lines = lines_of(sheet);
    return lines > SHEET_FENCES ? lines - SHEET_FENCES : 0;
}

static int place_before(const struct sheet *sheet, int high, int64_t instant)
{
    int low = 0;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (sheet->notches[middle].start < instant)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The line in which it is or after which it follows; -1: before the fences. */
static int line_of(const struct sheet *sheet, int64_t instant)
{
    int32_t minute = minute_of(instant);
    int before = 0;
    for (int i = 0; i < SHEET_FENCES; i++)
        before += sheet->fences[i] < minute;
    return before ? first_fenced(sheet) + before - 1 : -1;
}

int sheet_place(const struct sheet *sheet, int64_t instant)
{
    int line = line_of(sheet, instant), fenced = NOTCHES_A_LINE * first_fenced(sheet);
    int place = line >= 0 ? NOTCHES_A_LINE * line : place_before(sheet, fenced, instant);
    while (place < sheet->count && sheet->notches[place].start < instant)
        place++;
    return place;
}

int64_t sheet_since(const struct sheet *sheet, int64_t instant)
{
    return instant - (int64_t)sheet->longest_s * MS_SECOND;
}

void sheet_fetch(const struct sheet *sheet, int64_t instant)
{
    int line = line_of(sheet, instant);
    if (sheet->count)
        fetch(&sheet->notches[line > 0 ? NOTCHES_A_LINE * line : 0]);
}

/* ---- notches ---- */

bool sheet_time(const struct notch *notch, struct interval *time)
{
    *time = (struct interval){notch->start, notch->start + notch->length};
    return notch->length != LONG;
}

bool sheet_where(const struct sheet *sheet, const struct notch *notch, struct cell *place)
{
    bool known = notch->north != NOWHERE;
    *place =
        known ? (struct cell){sheet->origin.lat + notch->north, sheet->origin.lon + notch->east} : (struct cell){0};
    return notch->north != FAR_AWAY;
}

static bool has_room(int64_t degrees)
{
    return degrees > FAR_AWAY && degrees <= INT16_MAX;
}

static struct notch notch_of(const struct sheet *sheet, const struct held *hold)
{
    int64_t length = hold->time.end - hold->time.start;
    int64_t north = (int64_t)hold->place.lat - sheet->origin.lat, east = (int64_t)hold->place.lon - sheet->origin.lon;
    struct notch notch = {.start = hold->time.start, .north = NOWHERE};
    notch.length = length >= 0 && length < LONG ? (uint32_t)length & LONG : LONG;
    notch.kind = (unsigned)hold->kind & 15u;
    if (place_is_known(hold->place))
        notch.north = FAR_AWAY;
    if (place_is_known(hold->place) && has_room(north) && has_room(east))
        notch.north = (int16_t)north;
    if (notch.north > FAR_AWAY)
        notch.east = (int16_t)east;
    return notch;
}

static void reach(struct sheets *sheets, struct sheet *sheet, const struct held *hold, struct cell home)
{
    int64_t seconds = (hold->time.end - hold->time.start) / MS_SECOND + 1;
    if (seconds > sheet->longest_s)
        sheet->longest_s = seconds < UINT32_MAX ? (uint32_t)seconds : UINT32_MAX;
    if (!place_is_known(hold->place) || !place_is_known(home))
        return;
    double north = (double)hold->place.lat - home.lat, east = (double)hold->place.lon - home.lon;
    float metres = (float)(PLACE_NORTH_METRES * sqrt(north * north + east * east) + 2);
    if (metres > sheet->radius)
        sheet->radius = metres;
    if (metres > sheets->radius[sheet->travel])
        sheets->radius[sheet->travel] = metres;
}

static void fence(struct sheet *sheet)
{
    int first = first_fenced(sheet), lines = lines_of(sheet);
    for (int i = 0; i < SHEET_FENCES; i++) {
        int line = first + i;
        sheet->fences[i] = line < lines ? minute_of(sheet->notches[NOTCHES_A_LINE * line].start) : INT32_MAX;
    }
}

static void notches_changed(struct sheet *sheet, const struct list *notches)
{
    sheet->notches = notches->at;
    sheet->count = notches->count;
    fence(sheet);
}

void sheet_add(struct sheets *sheets, struct sheet *sheet, struct list *notches, int place, const struct held *hold,
               struct cell home)
{
    if (!place_is_known(sheet->origin))
        sheet->origin = hold->place;
    struct notch notch = notch_of(sheet, hold);
    list_insert(notches, sizeof notch, place, &notch);
    reach(sheets, sheet, hold, home);
    notches_changed(sheet, notches);
}

void sheet_remove(struct sheet *sheet, struct list *notches, int place)
{
    list_remove(notches, sizeof(struct notch), place);
    notches_changed(sheet, notches);
}

/* ---- what a score reads ---- */

uint16_t sheet_week(int32_t monday)
{
    return (uint16_t)(monday < 0 || monday / 7 >= UINT16_MAX ? UINT16_MAX : monday / 7);
}

static void look_follow_weeks(struct look *look, const struct list *weeks)
{
    const struct week *at = weeks->at;
    look->week = weeks->count ? sheet_week(at[weeks->count - 1].monday) : 0;
    memset(look->busy, 0, sizeof look->busy);
    for (int i = weeks->count - 1; i >= 0 && look->week < UINT16_MAX; i--) {
        unsigned ago = (unsigned)look->week - sheet_week(at[i].monday);
        int64_t minutes = at[i].busy / MS_MINUTE;
        if (ago >= LOOK_WEEKS)
            break;
        look->busy[ago] = minutes < 0 ? 0 : minutes < UINT16_MAX ? (uint16_t)minutes : UINT16_MAX;
    }
}

void sheet_follow_weeks(struct sheet *sheet, const struct list *weeks)
{
    look_follow_weeks(sheet->look, weeks);
    const struct week *at = weeks->at;
    int first = weeks->count > SHEET_WEEKS ? weeks->count - SHEET_WEEKS : 0;
    for (int i = 0; i < SHEET_WEEKS; i++) {
        bool is = first + i < weeks->count;
        int64_t busy = is ? at[first + i].busy : 0;
        sheet->weeks[i].monday = is ? at[first + i].monday : INT32_MIN;
        sheet->weeks[i].busy = busy < INT32_MAX ? (int32_t)busy : INT32_MAX;
    }
}

uint16_t sheet_mark(int64_t instant)
{
    int64_t mark = instant / (MS_DAY / MARKS_A_DAY) - FIRST_DAY * MARKS_A_DAY;
    return mark < 0 ? 0 : mark < INT16_MAX ? (uint16_t)mark : INT16_MAX;
}

static uint16_t mark_of(const struct answered *answer)
{
    return (uint16_t)(2 * sheet_mark(answer->at) + answer->refused);
}

void sheet_follow_answers(struct sheet *sheet, const struct list *answers, int place, const struct answered *answer)
{
    const struct answered *at = answers->at;
    size_t behind = place < SHEET_MARKS ? (size_t)(SHEET_MARKS - 1 - place) * sizeof sheet->marks[0] : 0;
    uint16_t *marks = &sheet->marks[behind ? place : SHEET_MARKS - 1];
    sheet->answers_count += answer ? 1 : -1;
    if (place >= SHEET_MARKS)
        return;
    if (answer) {
        memmove(marks + 1, marks, behind);
        *marks = mark_of(answer);
        return;
    }
    memmove(marks, marks + 1, behind);
    if (answers->count > SHEET_MARKS)
        sheet->marks[SHEET_MARKS - 1] = mark_of(&at[SHEET_MARKS]);
}

void sheet_follow_facts(struct sheets *sheets, struct sheet *sheet, const struct facts *facts, const struct list *holds)
{
    const struct held *at = holds->at;
    sheet->look->employee = facts->employee;
    sheet->look->part_time = facts->part_time;
    sheet->look->sex = facts->sex;
    sheet->look->pets = facts->pets;
    sheet->look->smokes = facts->smokes;
    sheet->travel = facts->travel;
    sheet->radius = place_is_known(facts->home) ? 0 : INFINITY;
    for (int i = 0; i < holds->count; i++)
        reach(sheets, sheet, &at[i], facts->home);
}
