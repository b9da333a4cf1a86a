/* 1,200 wishes of eight weeks (domain E6): most ordinary, some planted so that each rule is seen at work. */
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/sample_bookings.h"
#include "services/ctl/sample_parts.h"
#include "wire/id.h"

#define HOUSEHOLDS 240
#define ORDINARY 1055
#define REPEATS 24
#define INSISTENT 4 /* of them the first message alone: five in all (scenario 2) */
#define TAKEN_ROOM 2048

/* What is asked for, how often of a thousand, how long, and when in the day it starts. */
static const struct wish_row {
    const char *service;
    int weight, minutes, from, until; /* starts on the half hour, minutes of the day */
} wishes[] = {
    {"HH-01", 180, 120, 480, 960}, {"HH-03", 75, 120, 600, 1020}, {"HH-04", 40, 180, 480, 900},
    {"HH-05", 60, 60, 420, 990},   {"EL-01", 140, 45, 480, 1020}, {"EL-02", 120, 120, 480, 960},
    {"EL-04", 85, 30, 660, 720},   {"EL-05", 45, 240, 480, 780},  {"EL-06", 45, 240, 480, 780},
    {"EL-07", 55, 60, 480, 1020},  {"MI-03", 25, 480, 480, 540},  {"MI-04", 45, 120, 540, 960},
    {"MI-05", 15, 90, 540, 960},   {"ME-01", 20, 45, 480, 1020},  {"ME-02", 20, 20, 420, 1080},
    {"ME-03", 10, 60, 480, 1020},  {"RE-01", 20, 60, 480, 1020},
};
#define WISHES ((int)(sizeof wishes / sizeof wishes[0]))

/* How the wishes come in: 744 by the mini-program, 360 at a counter, 96 from elsewhere (62, 30, 8 of a hundred), with
 * those that are planted: 90, 9 and 46. */
enum channel { CHANNEL_MINIAPP, CHANNEL_COUNTER, CHANNEL_EXTERNAL, CHANNELS };
static const int ordinary_by[CHANNELS] = {744 - 90, 360 - 9, 96 - 46};

/* The time of a household that is taken by earlier wishes of the sample. */
struct taken {
    int household;
    int64_t start, end;
};

struct bookings {
    struct making *making;
    struct draw draw;
    struct taken taken[TAKEN_ROOM];
    int taken_count;
    struct sample_booking *ordinary;
    int ordinary_count;
    int references;
    int left[CHANNELS]; /* ordinary ones that are still to come by each */
};

static const struct wish_row *wish_draw(struct bookings *b)
{
    int at = draw_below(&b->draw, 1000);
    for (int i = 0; i < WISHES; i++)
        if ((at -= wishes[i].weight) < 0)
            return &wishes[i];
    return &wishes[0];
}

static bool household_is_free(const struct bookings *b, int household, int64_t start, int64_t end)
{
    for (int i = 0; i < b->taken_count; i++)
        if (b->taken[i].household == household && start < b->taken[i].end && b->taken[i].start < end)
            return false;
    return true;
}

static void take(struct bookings *b, int household, int64_t start, int64_t end)
{
    if (b->taken_count < TAKEN_ROOM)
        b->taken[b->taken_count++] = (struct taken){household, start, end};
}

/* One wish: who, what, when, and when it is said. */
struct wish {
    const struct wish_row *row;
    int household;
    int64_t start, end, at;
};

static int64_t minute_of(struct bookings *b, int from, int until, int step)
{
    return (from + draw_below(&b->draw, (until - from) / step + 1) * step) * MS_MINUTE;
}

/* A counter writes down what it is told while it is open. */
static bool counter_is_open(int64_t at)
{
    int minute = civil_minute_of_day(at);
    return minute >= 540 && minute <= 1020;
}

/* Draws a wish whose household is free then; said between three hours and ten days before, by day. */
static struct wish wish_make(struct bookings *b, enum channel channel)
{
    const struct sample *sample = b->making->sample;
    struct wish wish = {.row = wish_draw(b)};
    do {
        int day = 1 + draw_below(&b->draw, 53);
        wish.household = 1 + draw_below(&b->draw, HOUSEHOLDS);
        wish.start = sample->start + day * MS_DAY + minute_of(b, wish.row->from, wish.row->until, 30);
        wish.end = wish.start + wish.row->minutes * MS_MINUTE;
        int days_before = draw_chance(&b->draw, 120) ? 0 : 1 + draw_below(&b->draw, 9);
        wish.at = sample->start + (day - days_before) * MS_DAY + minute_of(b, 510, 1170, 5);
        if (days_before == 0 || wish.at < sample->start)
            wish.at = wish.start - 3 * MS_HOUR - draw_below(&b->draw, 6) * SAMPLE_GRID;
    } while (!household_is_free(b, wish.household, wish.start, wish.end) ||
             (channel == CHANNEL_COUNTER && !counter_is_open(wish.at)));
    take(b, wish.household, wish.start, wish.end);
    return wish;
}

/* Households 71..150 live in CM2, which ST2 and ST4 do not serve. */
static const char *counter_of(int household)
{
    static const char *const all[] = {"counter-ST1", "counter-ST2", "counter-ST3", "counter-ST4"};
    bool second = household > 70 && household <= 150;
    return second ? all[household % 2 * 2] : all[household % 4];
}

/* What a home always wishes, or is (V7). */
static void wishes_of_the_home(int household, struct booking_create *create)
{
    static const char *const cuisines[] = {"cantonese", "hakka", "vegetarian"};
    create->home_pets = household % 20 == 1; /* twelve homes */
    create->wish_nonsmoker = household % 9 == 2;
    create->wish_cuisines.count = household % 7 == 3;
    if (create->wish_cuisines.count)
        TEXT_PUT(create->wish_cuisines.at[0], cuisines[household % 3]);
}

static bool is_for_a_child(const char *service)
{
    return text_same(service, "MI-04") || text_same(service, "HH-05");
}

static struct sample_act *act_make(struct bookings *b, const struct wish *wish, const char *source, enum sample_way way)
{
    bool counter = text_starts(source, "counter");
    struct sample_act *act = making_add(b->making, wish->at, way, MSG_booking_create, source,
                                        counter ? "receptionist" : "partner", counter ? "receptionist-ST1-1" : source);
    if (!act)
        return NULL;
    struct booking_create *create = act->body;
    TEXT_PUT(create->service, wish->row->service);
    TEXT_FORMAT(create->household, "H-%04d", wish->household);
    create->start = wish->start;
    wishes_of_the_home(wish->household, create);
    if (is_for_a_child(wish->row->service) && wish->household % SAMPLE_GUARDED != 0)
        TEXT_FORMAT(create->guardian, "监护人-%04d", wish->household);
    TEXT_FORMAT(create->source_ref, "R%05d", ++b->references);
    TEXT_PUT(create->channel, counter ? "walk_in" : text_same(source, "miniapp") ? "miniapp" : "external");
    TEXT_PUT(create->consent, counter ? (wish->household % 2 ? "voice" : "paper") : "app");
    if (!counter && wish->household % 3 != 0)
        TEXT_PUT(create->station, counter_of(wish->household) + 8);
    if (counter) {
        TEXT_PUT(create->station, source + 8);
        TEXT_FORMAT(act->envelope.actorfor, "H-%04d", wish->household);
    }
    act->expect = "done";
    return act;
}

static void refusal_expect(struct sample_act *act, const char *code)
{
    act->expect = "refused";
    act->code = code;
}

static void wishes_of_the_client(struct bookings *b, struct booking_create *create)
{
    if (draw_chance(&b->draw, 120))
        TEXT_PUT(create->wish_sex, "f");
    if (draw_chance(&b->draw, 250)) {
        create->wish_languages.count = 1;
        TEXT_PUT(create->wish_languages.at[0], draw_chance(&b->draw, 600) ? "yue" : "xinhui");
    }
    if (draw_chance(&b->draw, 60))
        TEXT_FORMAT(create->wish_worker, "W-%02d", 38 + draw_below(&b->draw, 15));
}

/* Remembers an ordinary booking, for cancellations and cases: its id follows from its command. */
static void remember(struct bookings *b, const struct sample_act *act, const struct wish *wish)
{
    struct sample_booking *booking = &b->ordinary[b->ordinary_count++];
    const struct booking_create *create = act->body;
    id_derive(booking->id, "booking", act->envelope.time, act->envelope.source, act->envelope.id, 0);
    TEXT_PUT(booking->source, act->envelope.source);
    TEXT_PUT(booking->ref, create->source_ref);
    TEXT_PUT(booking->household, create->household);
    TEXT_PUT(booking->station, create->station);
    booking->at = act->at;
    booking->start = wish->start;
    booking->end = wish->end;
}

/* The same message so many times more; how often it was. */
static int repeat(struct bookings *b, const struct sample_act *original, int times)
{
    struct envelope envelope = original->envelope;
    struct booking_create body = *(const struct booking_create *)original->body;
    int64_t at = original->at;
    for (int i = 0; i < times; i++) {
        struct sample_act *act = making_add(b->making, at, SAMPLE_REPEAT, MSG_booking_create, envelope.source,
                                            envelope.actorrole, envelope.actorid);
        if (!act)
            return i;
        act->envelope = envelope;
        *(struct booking_create *)act->body = body;
        act->expect = "done";
    }
    return times;
}

/* One of those that are left, each as likely as the other. */
static enum channel channel_draw(struct bookings *b)
{
    int at = draw_below(&b->draw, b->left[CHANNEL_MINIAPP] + b->left[CHANNEL_COUNTER] + b->left[CHANNEL_EXTERNAL]);
    enum channel channel = CHANNEL_MINIAPP;
    while (channel < CHANNEL_EXTERNAL && at >= b->left[channel])
        at -= b->left[channel++];
    b->left[channel]--;
    return channel;
}

static void make_ordinary(struct bookings *b)
{
    int repeats = 0;
    for (int i = 0; i < ORDINARY; i++) {
        enum channel channel = channel_draw(b);
        struct wish wish = wish_make(b, channel);
        const char *source = channel == CHANNEL_MINIAPP   ? "miniapp"
                             : channel == CHANNEL_COUNTER ? counter_of(wish.household)
                                                          : "eldercare";
        bool intake = channel == CHANNEL_EXTERNAL && i % 2 == 0;
        struct sample_act *act = act_make(b, &wish, source, intake ? SAMPLE_INTAKE : SAMPLE_SEND);
        if (!act)
            return;
        wishes_of_the_client(b, act->body);
        remember(b, act, &wish);
        if (i >= 44 * repeats && repeats < REPEATS && !intake)
            repeats += repeat(b, act, repeats ? 1 : INSISTENT);
    }
}

/* Two at the same moment for the same household: one wins (scenario 1). */
static void make_pairs(struct bookings *b)
{
    for (int i = 0; i < 40; i++) {
        struct wish wish = wish_make(b, CHANNEL_MINIAPP);
        struct sample_act *one = act_make(b, &wish, "miniapp", SAMPLE_PAIR);
        struct sample_act *other = one ? act_make(b, &wish, "eldercare", SAMPLE_PAIR) : NULL;
        if (!other)
            return;
        one = other - 1; /* the array may have moved */
        one->expect = other->expect = NULL;
    }
}

/* The same wish by the mini-program and then at the counter: the second overlaps (BK6). */
static void make_same_wish(struct bookings *b)
{
    for (int i = 0; i < 9; i++) {
        struct wish wish = wish_make(b, CHANNEL_MINIAPP);
        act_make(b, &wish, "miniapp", SAMPLE_SEND);
        wish.at += SAMPLE_GRID;
        struct sample_act *again = act_make(b, &wish, counter_of(wish.household), SAMPLE_SEND);
        if (again)
            refusal_expect(again, "household_busy");
    }
}

static void make_outside_notice(struct bookings *b)
{
    for (int i = 0; i < 15; i++) {
        struct wish wish = wish_make(b, CHANNEL_MINIAPP);
        wish.at = i % 2 ? wish.start - MS_HOUR : wish.start - 100 * MS_DAY;
        if (i % 2 == 0) {
            wish.at = b->making->sample->start + (2 + i) * MS_DAY + 10 * MS_HOUR;
            wish.start = wish.at + 120 * MS_DAY;
        }
        struct sample_act *act = act_make(b, &wish, "miniapp", SAMPLE_SEND);
        if (act)
            refusal_expect(act, i % 2 ? "too_soon" : "too_far");
    }
}

/* Meals are brought at noon: these are wished for two hours later. */
static void make_closed_hours(struct bookings *b)
{
    static const struct wish_row meal = {"EL-04", 0, 30, 660, 720};
    for (int i = 0; i < 6; i++) {
        struct wish wish = wish_make(b, CHANNEL_MINIAPP);
        wish.row = &meal;
        wish.start = civil_day_start(civil_day(wish.start)) + 14 * MS_HOUR + i * 30 * MS_MINUTE;
        wish.at = wish.start - MS_DAY;
        struct sample_act *act = act_make(b, &wish, "miniapp", SAMPLE_SEND);
        if (act)
            refusal_expect(act, "closed_hours");
    }
}

/* Work for two (V11), and who lives in for a month (V5), at homes that have nothing else then. */
static void make_company(struct bookings *b)
{
    static const struct wish_row rows[] = {
        {"HH-02", 0, 240, 480, 780}, {"EL-03", 0, 90, 480, 900}, {"MI-01", 0, 37440, 480, 480}};
    for (int i = 0; i < 20; i++) {
        struct wish wish = wish_make(b, CHANNEL_MINIAPP);
        bool month = i >= 18;
        wish.row = &rows[i < 9 ? 0 : month ? 2 : 1];
        wish.household = HOUSEHOLDS - i;
        wish.start = b->making->sample->start + (month ? 3 + 25 * (i - 18) : 8 + 2 * i) * MS_DAY + 9 * MS_HOUR;
        wish.at = wish.start - (month ? 2 : 3) * MS_DAY;
        wish.end = wish.start + wish.row->minutes * MS_MINUTE;
        while (!household_is_free(b, wish.household, wish.start, wish.end))
            wish.household--;
        take(b, wish.household, wish.start, wish.end);
        struct sample_act *act = act_make(b, &wish, "miniapp", SAMPLE_SEND);
        if (act)
            act->expect = NULL;
    }
}

static void make_mistakes(struct bookings *b)
{
    for (int i = 0; i < 6; i++) {
        struct wish wish = wish_make(b, CHANNEL_MINIAPP);
        struct sample_act *act = act_make(b, &wish, "eldercare", i % 2 ? SAMPLE_INTAKE : SAMPLE_SEND);
        if (!act)
            return;
        struct booking_create *create = act->body;
        if (i < 3)
            TEXT_PUT(create->service, "XX-99");
        else
            TEXT_FORMAT(create->household, "H-9%03d", i);
        refusal_expect(act, i < 3 ? "unknown_service" : "unknown_household");
    }
}

const struct sample_booking *sample_booking_at(const struct making *making, int index)
{
    return index < making->bookings_count ? &making->bookings[index] : NULL;
}

void make_bookings(struct making *making)
{
    struct bookings *b = calloc(1, sizeof *b);
    making->bookings = calloc(ORDINARY, sizeof *making->bookings);
    if (!b || !making->bookings) {
        making->failed = true;
        free(b);
        return;
    }
    b->making = making;
    b->draw = draw_from(making->seed, "bookings", "");
    b->ordinary = making->bookings;
    memcpy(b->left, ordinary_by, sizeof b->left);
    make_ordinary(b);
    make_pairs(b);
    make_same_wish(b);
    make_outside_notice(b);
    make_company(b);
    make_mistakes(b);
    make_closed_hours(b);
    making->bookings_count = b->ordinary_count;
    make_cancels(making, &b->draw);
    free(b);
}
