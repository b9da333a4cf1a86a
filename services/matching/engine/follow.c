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

int64_t people_week_from(const struct person *person, int32_t monday)
{
    const struct sheet *sheet = person->sheet;
    for (int i = SHEET_WEEKS - 1; i >= 0; i--)
        if (sheet->weeks[i].monday == monday && sheet->weeks[i].busy < INT32_MAX)
            return sheet->weeks[i].busy;
    int place = week_place(person, monday);
    const struct week *weeks = person->weeks.at;
    return place < person->weeks.count && weeks[place].monday == monday ? weeks[place].busy : 0;
}

int64_t people_week(const struct person *person, int64_t instant)
{
    return people_week_from(person, people_monday(instant));
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

const char *follow_household(enum person_list which, const void *item)
{
    if (which == LIST_HOLDS)
        return ((const struct hold *)item)->household;
    if (which == LIST_PAST)
        return ((const struct past_visit *)item)->household;
    return which == LIST_PAIRS ? item : "";
}

/* Making room moves what the sheet reads. */
static int sheet_reserve(struct person *person, enum person_list which)
{
    int result = 0;
    if (which == LIST_HOLDS)
        result =
            list_reserve(&person->notches, sizeof(struct notch), 1) | list_reserve(&person->tags, sizeof(uint32_t), 1);
    if (which == LIST_ANSWERS)
        result = list_reserve(&person->answered, sizeof(int64_t), 1);
    person->sheet->notches = person->notches.at;
    person->sheet->answers = person->answered.at;
    return result;
}

int follow_reserve(struct pool *pool, struct person *person, enum person_list which, const void *item)
{
    return list_reserve(&person->weeks, sizeof(struct week), 1) || sheet_reserve(person, which) ||
                   house_reserve(pool, follow_household(which, item))
               ? -1
               : 0;
}

static void hold_follow(struct pool *pool, struct person *person, const struct hold *hold, int place, int times)
{
    struct meeting meeting = {.person = person,
                              .time = hold->time,
                              .tag = map_hash(hold->hold),
                              .hold = true,
                              .counts = hold->kind == HOLD_VISIT && hold->firm};
    if (times > 0) {
        sheet_add(&pool->sheets, person->sheet, &person->notches, place, hold, person->facts.home);
        list_insert(&person->tags, sizeof meeting.tag, place, &meeting.tag);
    } else {
        sheet_remove(person->sheet, &person->notches, place);
        list_remove(&person->tags, sizeof meeting.tag, place);
    }
    days_follow(&pool->days, person, hold->time);
    if (hold->kind == HOLD_VISIT)
        week_count(person, hold->time, times);
    house_know(pool, hold->household, person, &meeting, times);
}

static void past_follow(struct pool *pool, struct person *person, const struct past_visit *past, int times)
{
    struct meeting meeting = {.person = person, .time = past->time, .tag = map_hash(past->visit), .counts = true};
    week_count(person, past->time, times);
    house_know(pool, past->household, person, &meeting, times);
}

void follow(struct pool *pool, struct person *person, enum person_list which, int place, const void *item, int times)
{
    if (which == LIST_HOLDS)
        hold_follow(pool, person, item, place, times);
    else if (which == LIST_PAST)
        past_follow(pool, person, item, times);
    else if (which == LIST_PAIRS)
        house_ban(pool, item, person, times > 0);
    else if (which == LIST_ANSWERS)
        sheet_follow_answers(person->sheet, &person->answered, place, times > 0 ? item : NULL);
}
