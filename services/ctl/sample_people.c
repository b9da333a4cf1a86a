/* Workers with their certificates, and households (domain E3, E5). Everybody is invented: nicknames of plants with a
 * number, phones of a prefix that is not assigned, certificate numbers DEMO-YYYY-NNNNN. */
#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/sample_parts.h"

#define WORKERS 64
#define WOMEN 55
#define EMPLOYEES 38
#define AGENCY 20         /* the other six belong to partners */
#define FIRST_DOMESTIC 44 /* 家务, until 58 */

/* A block of workers of one kind and level. */
static const struct {
    const char *kind, *skill;
    int level, count;
} blocks[] = {
    {"matron", "matron", 3, 3},      {"matron", "matron", 4, 5},       {"matron", "matron", 5, 6},
    {"infant", "infant", 4, 6},      {"elder_care", "elder", 3, 4},    {"elder_care", "elder", 4, 6},
    {"elder_care", "elder", 5, 6},   {"nurse", "nurse", 3, 4},         {"rehab", "rehab", 3, 3},
    {"domestic", "domestic", 5, 15}, {"assistant", "assistant", 5, 6},
};

static const char *const station_codes[] = {"ST1", "ST2", "ST3", "ST4"};
static const int community_cells[][2] = {{22523, 113041}, {22503, 113049}, {22527, 113032}, {22519, 113036}};
static const char *const nicknames[] = {"阿榕", "阿葵", "小柑", "青禾", "阿芷", "小荷", "阿桐", "青黛"};

static void invent_name(char name[61], int number)
{
    text_format(name, 61, "%s%d", nicknames[number % 8], number);
}

static void invent_phone(char phone[31], int number)
{
    text_format(phone, 31, "1000000%04d", number % 10000);
}

/* A worker of the sample: what the certificates need to know. */
struct hired {
    char id[65], station[33];
    const char *kind, *skill;
    int number, level;
};

static struct sample_act *hire_act(struct making *making, const struct hired *hired, int days_before,
                                   enum message_type type, const char *actor)
{
    (void)hired;
    return making_add(making, making->sample->start - days_before * MS_DAY, SAMPLE_SETUP, type, "setup", "manager",
                      actor);
}

/* Who of the workers has what, so many of each as E5 says: only who it is follows from the seed. */
static bool is_among(const struct making *making, const char *what, int from, int count, int number)
{
    int order[WORKERS] = {0};
    struct draw draw = draw_from(making->seed, "among", what);
    for (int i = 0; i < WORKERS; i++) {
        int at = draw_below(&draw, i + 1);
        order[i] = order[at];
        order[at] = i + 1;
    }
    for (int i = from; i < from + count; i++)
        if (order[i] == number)
            return true;
    return false;
}

static void fill_languages(const struct making *making, struct worker_hire *hire, int number)
{
    static const struct {
        const char *code;
        int workers;
    } languages[] = {{"cmn", WORKERS}, {"yue", 60}, {"xinhui", 41}, {"hak", 7}, {"nan", 4}};
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++)
        if (is_among(making, languages[i].code, 0, languages[i].workers, number))
            TEXT_PUT(hire->languages.at[hire->languages.count++], languages[i].code);
}

static const char *employment_of(const struct making *making, int number)
{
    if (is_among(making, "employment", 0, EMPLOYEES, number))
        return "employee";
    return is_among(making, "employment", EMPLOYEES, AGENCY, number) ? "agency" : "partner";
}

int sample_agency_worker(const struct making *making)
{
    int number = FIRST_DOMESTIC;
    while (number < WORKERS && !text_same(employment_of(making, number), "agency"))
        number++;
    return number;
}

/* What nobody draws for, so that the rest of the sample stays as it is. One in six was not asked yet. */
static void fill_habits(struct worker_hire *hire, int number)
{
    static const char *const besides[] = {"hakka", "chaozhou", "sichuan", "vegetarian"};
    if (number % 5)
        TEXT_PUT(hire->cuisines.at[hire->cuisines.count++], "cantonese");
    if (number % 2)
        TEXT_PUT(hire->cuisines.at[hire->cuisines.count++], besides[number / 2 % 4]);
    if (number % 6)
        TEXT_PUT(hire->pets, number % 10 < 7 ? "yes" : "no");
    if (number % 6 != 3)
        TEXT_PUT(hire->smokes, number % 16 == 4 ? "yes" : "no");
}

static void make_hire(struct making *making, const struct hired *hired, struct draw *draw)
{
    struct sample_act *act = hire_act(making, hired, 39, MSG_worker_hire, "manager-ST1-1");
    if (!act)
        return;
    struct worker_hire *hire = act->body;
    const int *cell = community_cells[draw_below(draw, 4)];
    TEXT_PUT(hire->worker, hired->id);
    TEXT_PUT(hire->station, hired->station);
    invent_name(hire->name, hired->number);
    invent_phone(hire->phone, hired->number);
    TEXT_PUT(hire->kind, hired->kind);
    TEXT_PUT(hire->employment, employment_of(making, hired->number));
    hire->part_time = text_same(hired->kind, "assistant");
    TEXT_PUT(hire->sex, is_among(making, "women", 0, WOMEN, hired->number) ? "f" : "m");
    fill_languages(making, hire, hired->number);
    hire->cell_lat = cell[0] + draw_below(draw, 9) - 4;
    hire->cell_lon = cell[1] + draw_below(draw, 9) - 4;
    fill_habits(hire, hired->number);
    TEXT_PUT(hire->travel, draw_chance(draw, 800) ? "ebike" : draw_chance(draw, 500) ? "bus" : "walk");
}

/* Registers one certificate and has it verified by somebody else. */
static void make_cert(struct making *making, const struct hired *hired, const char *type, int level, int64_t from,
                      int64_t to)
{
    struct sample_act *act = hire_act(making, hired, 38, MSG_cert_register, "manager-ST1-1");
    if (!act)
        return;
    struct cert_register *cert = act->body;
    TEXT_PUT(cert->worker, hired->id);
    TEXT_FORMAT(cert->cert, "%s-%s", hired->id, type);
    TEXT_PUT(cert->cert_type, type);
    cert->level = level;
    TEXT_FORMAT(cert->number, "DEMO-2026-%05d", act->order);
    TEXT_PUT(cert->body, text_same(type, "lactation") ? SAMPLE_GUILD : "demo_body");
    cert->valid_from = from;
    cert->valid_to = to;
    act = hire_act(making, hired, 37, MSG_cert_verify, "manager-ST2-1");
    if (!act)
        return;
    struct cert_verify *verify = act->body;
    TEXT_FORMAT(verify->cert, "%s-%s", hired->id, type);
    TEXT_PUT(verify->evidence, "original_seen");
    if (text_same(type, "identity") || text_same(type, "background"))
        TEXT_PUT(verify->result, "clear");
}

/* The planted facts (E5): three health checks and two insurances end inside the eight weeks. */
static int64_t planted_end(const struct making *making, const struct hired *hired, const char *type)
{
    static const struct {
        const char *worker, *type;
        int day;
    } planted[] = {{"W-02", "health", 16},
                   {"W-17", "health", 25},
                   {"W-50", "health", 40},
                   {"W-21", "insurance", 12},
                   {"W-55", "insurance", 30}};
    for (size_t i = 0; i < sizeof planted / sizeof planted[0]; i++)
        if (text_same(planted[i].worker, hired->id) && text_same(planted[i].type, type))
            return making->sample->start + planted[i].day * MS_DAY;
    return making->sample->start + (text_same(type, "health") ? 200 : 230) * MS_DAY;
}

static void make_certs(struct making *making, const struct hired *hired)
{
    int64_t from = making->sample->start - 100 * MS_DAY, long_end = making->sample->start + 1800 * MS_DAY;
    make_cert(making, hired, "identity", 0, from, long_end);
    make_cert(making, hired, "background", 0, from, making->sample->start + 220 * MS_DAY);
    make_cert(making, hired, "health", 0, from, planted_end(making, hired, "health"));
    make_cert(making, hired, "insurance", 0, from, planted_end(making, hired, "insurance"));
    make_cert(making, hired, hired->skill, hired->level, from, long_end);
    if (text_same(hired->kind, "matron") && hired->number % 2 == 0)
        make_cert(making, hired, "lactation", 0, from, long_end);
    if (text_same(hired->kind, "domestic") && hired->number % 2 == 0)
        make_cert(making, hired, "organising", 0, from, long_end);
}

/* Two duty statements: of the assistants (A8.7), and of all others. */
static void make_duties(struct making *making)
{
    static const char *const duties[][2] = {{"all", "服务人员工作职责"}, {"assistant", "助老员工作职责"}};
    for (size_t i = 0; i < sizeof duties / sizeof duties[0]; i++) {
        struct sample_act *act = making_add(making, making->sample->start - 40 * MS_DAY, SAMPLE_SETUP, MSG_duty_publish,
                                            "setup", "manager", "manager-ST1-1");
        if (!act)
            return;
        struct duty_publish *publish = act->body;
        TEXT_PUT(publish->kind, duties[i][0]);
        TEXT_PUT(publish->title, duties[i][1]);
    }
}

/* Accepts her duty statement, has her hours, starts. Probation ends by itself, in the fourth week. */
static void make_start(struct making *making, const struct hired *hired)
{
    struct sample_act *act = making_add(making, making->sample->start - 37 * MS_DAY, SAMPLE_SETUP, MSG_duty_accept,
                                        "setup", "worker", hired->id);
    if (!act)
        return;
    struct duty_accept *accept = act->body;
    TEXT_PUT(accept->worker, hired->id);
    accept->version = 1;
    act = hire_act(making, hired, 37, MSG_prejob_record, "manager-ST1-1");
    if (!act)
        return;
    struct prejob_record *record = act->body;
    TEXT_PUT(record->worker, hired->id);
    TEXT_PUT(record->body, "demo_body");
    record->hours = text_in_list(hired->kind, "elder_care|nurse|rehab") ? 90 : 60;
    act = hire_act(making, hired, 36, MSG_worker_start, "manager-ST1-1");
    if (act)
        TEXT_PUT(((struct worker_start *)act->body)->worker, hired->id);
}

/* The few nurses, therapists and infant carers help out at the other stations too (R3). */
static void make_employers(struct making *making, const struct hired *hired)
{
    if (!text_in_list(hired->kind, "nurse|rehab|infant"))
        return;
    for (int i = 0; i < 4; i++) {
        if (text_same(station_codes[i], hired->station))
            continue;
        struct sample_act *act = hire_act(making, hired, 35, MSG_worker_employ, "manager-ST1-1");
        if (!act)
            return;
        struct worker_employ *employ = act->body;
        TEXT_PUT(employ->worker, hired->id);
        TEXT_PUT(employ->employer, station_codes[i]);
        TEXT_PUT(employ->employment, "partner");
        employ->part_time = true;
    }
}

static void make_workers(struct making *making)
{
    struct hired hired = {.number = 0};
    for (size_t b = 0; b < sizeof blocks / sizeof blocks[0]; b++) {
        for (int i = 0; i < blocks[b].count; i++) {
            hired.number++;
            TEXT_FORMAT(hired.id, "W-%02d", hired.number);
            TEXT_PUT(hired.station, station_codes[hired.number % 4]);
            hired.kind = blocks[b].kind;
            hired.skill = blocks[b].skill;
            hired.level = blocks[b].level;
            struct draw draw = draw_from(making->seed, "worker", hired.id);
            make_hire(making, &hired, &draw);
            make_certs(making, &hired);
            make_start(making, &hired);
            make_employers(making, &hired);
        }
    }
}

static void make_households(struct making *making)
{
    static const char *const communities[] = {"CM1", "CM2", "CM3", "CM4"};
    static const int counts[] = {70, 80, 50, 40};
    int number = 0;
    for (int c = 0; c < 4; c++) {
        for (int i = 0; i < counts[c]; i++) {
            char id[16];
            TEXT_FORMAT(id, "H-%04d", ++number);
            struct draw draw = draw_from(making->seed, "household", id);
            struct sample_act *act = making_add(making, making->sample->start - 35 * MS_DAY, SAMPLE_SETUP,
                                                MSG_household_put, "setup", "receptionist", "receptionist-ST1-1");
            if (!act)
                return;
            struct household_put *put = act->body;
            TEXT_PUT(put->household, id);
            TEXT_PUT(put->community, communities[c]);
            put->cell_lat = community_cells[c][0] + draw_below(&draw, 3) + draw_below(&draw, 3) - 2;
            put->cell_lon = community_cells[c][1] + draw_below(&draw, 3) + draw_below(&draw, 3) - 2;
            TEXT_PUT(put->consent, draw_chance(&draw, 700) ? "app" : "paper");
            invent_name(put->name, number);
            if (number % 40 != 0)
                invent_phone(put->phone, 1000 + number);
            TEXT_FORMAT(put->address, "示例路%d号", number);
            if (number % SAMPLE_GUARDED == 0)
                TEXT_FORMAT(put->guardian, "监护人-%04d", number);
        }
    }
}

static void make_pair(struct making *making)
{
    struct sample_act *act = making_add(making, making->sample->start - 35 * MS_DAY, SAMPLE_SETUP, MSG_pair_set,
                                        "setup", "manager", "manager-ST1-1");
    if (act)
        *(struct pair_set *)act->body = (struct pair_set){.household = "H-0007", .worker = "W-46", .prohibited = true};
}

void make_people(struct making *making)
{
    make_duties(making);
    make_workers(making);
    make_households(making);
    make_pair(making);
    make_changes(making);
}
