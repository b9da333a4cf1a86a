/* What follows from a person's lists: the sheet, the records of days, weeks, households. Invariant: it is what the
 * lists say, after each change and each undo. */
#include "follow.h"

#include "base/civil.h"
#include "houses.h"

int32_t people_monday(int64_t instant)
{
    int32_t day = civil_day(instant);
    return day - (civil_weekday(day) - 1);
}

static int week_place(const struct person *person, int32_t monday)
{
    const struct week *weeks = person->weeks.at;
    int place = person->weeks.count;
    while (place > 0 && weeks[place - 1].monday >= monday)
        place--;
    return place;
}

bool people_is_same_week(int64_t one, int64_t other)
{
    return people_monday(one) == people_monday(other);
}

int64_t people_week_of(const struct person *person, const struct sheet *sheet, int32_t monday)
{
    for (int i = SHEET_WEEKS - 1; i >= 0; i--)
        if (sheet->weeks[i].monday == monday && sheet->weeks[i].busy < INT32_MAX)
            return sheet->weeks[i].busy;
    int place = week_place(person, monday);
    const struct week *weeks = person->weeks.at;
    return place < person->weeks.count && weeks[place].monday == monday ? weeks[place].busy : 0;
}

int64_t people_week(const struct person *person, int64_t instant)
{
    return people_week_of(person, person->sheet, people_monday(instant));
}

static void week_count(struct person *person, struct interval time, int visits)
{
    int32_t monday = people_monday(time.start);
    int place = week_place(person, monday);
    struct week *weeks = person->weeks.at;
    if (place == person->weeks.count || weeks[place].monday != monday)
        list_insert(&person->weeks, sizeof *weeks, place, &(struct week){.monday = monday});
    weeks = person->weeks.at;
    weeks[place].visits += visits;
    weeks[place].busy += visits * (time.end - time.start);
    if (!weeks[place].visits)
        list_remove(&person->weeks, sizeof *weeks, place);
    sheet_follow_weeks(person->sheet, &person->weeks);
}

/* Making room moves what the sheet reads. */
static int sheet_reserve(struct pool *pool, struct person *person, enum person_list which)
{
    int result = 0;
    if (which == LIST_HOLDS)
        result = arena_list_reserve(&pool->arena, &person->notches, sizeof(struct notch), 1) |
                 arena_list_reserve(&pool->arena, &person->tags, sizeof(uint32_t), 1);
    person->sheet->notches = person->notches.at;
    return result;
}

/* What is touched lasts until the end of the unit, so that undo finds it. */
int follow_touch(struct pool *pool, enum person_list which, const void *item)
{
    const struct held *held = item;
    const struct passed *passed = item;
    struct house *house = NULL;
    if (which == LIST_HOLDS)
        return name_touch(&pool->names, held->hold) || house_touch(pool, held->house) ? -1 : 0;
    if (which == LIST_PAST)
        return name_touch(&pool->names, passed->visit) || house_touch(pool, passed->house) ? -1 : 0;
    if (which == LIST_ANSWERS)
        return name_touch(&pool->names, ((const struct answered *)item)->visit);
    return which == LIST_PAIRS ? house_make(pool, item, &house) : 0;
}

static int house_room(struct pool *pool, enum person_list which, const void *item)
{
    if (which == LIST_HOLDS)
        return house_reserve(pool, ((const struct held *)item)->house);
    if (which == LIST_PAST)
        return house_reserve(pool, ((const struct passed *)item)->house);
    return which == LIST_PAIRS ? house_reserve_ban(pool, item) : 0;
}

int follow_reserve(struct pool *pool, struct person *person, enum person_list which, const void *item)
{
    return arena_list_reserve(&pool->arena, &person->weeks, sizeof(struct week), 1) ||
                   sheet_reserve(pool, person, which) || follow_touch(pool, which, item) ||
                   house_room(pool, which, item)
               ? -1
               : 0;
}

static struct meeting meeting_of(struct person *person, struct interval time, struct name name)
{
    uint64_t length = time.end > time.start ? (uint64_t)(time.end - time.start) : 0;
    struct meeting meeting = {.person = person, .start = time.start};
    meeting.length = (length < MEETING_LONG ? length : MEETING_LONG) & MEETING_LONG;
    meeting.tag = name_hash(name) & 0xFFFFFFu;
    return meeting;
}

static void hold_follow(struct pool *pool, struct person *person, const struct held *hold, int place, int times)
{
    struct meeting meeting = meeting_of(person, hold->time, hold->hold);
    uint32_t tag = name_hash(hold->hold);
    meeting.hold = 1;
    meeting.counts = hold->kind == HOLD_VISIT && hold->firm;
    if (times > 0) {
        sheet_add(&pool->sheets, person->sheet, &person->notches, place, hold, person->facts.home);
        list_insert(&person->tags, sizeof tag, place, &tag);
    } else {
        sheet_remove(person->sheet, &person->notches, place);
        list_remove(&person->tags, sizeof tag, place);
    }
    name_count(hold->hold, times);
    days_follow(&pool->days, person, hold->time);
    if (hold->kind == HOLD_VISIT)
        week_count(person, hold->time, times);
    house_know(hold->house, &meeting, times);
}

static void past_follow(struct person *person, const struct passed *past, int times)
{
    struct meeting meeting = meeting_of(person, past->time, past->visit);
    meeting.counts = 1;
    name_count(past->visit, times);
    week_count(person, past->time, times);
    house_know(past->house, &meeting, times);
}

static void answer_follow(struct person *person, const struct answered *answer, int place, int times)
{
    name_count(answer->visit, times);
    sheet_follow_answers(person->sheet, &person->answers, place, times > 0 ? answer : NULL);
}

void follow(struct pool *pool, struct person *person, enum person_list which, int place, const void *item, int times)
{
    if (which == LIST_HOLDS)
        hold_follow(pool, person, item, place, times);
    else if (which == LIST_PAST)
        past_follow(person, item, times);
    else if (which == LIST_PAIRS)
        house_ban(pool, item, person, times > 0);
    else if (which == LIST_ANSWERS)
        answer_follow(person, item, place, times);
}
