/* The services that the stations of the sample offer (domain E2-E5). */
#include "base/text.h"
#include "services/ctl/sample_parts.h"

struct need_row {
    const char *cert;
    int level;
};

static const struct {
    const char *code, *name, *name_en, *line;
    int minutes, workers;
    bool live_in, intimate;
    int tolerance;
    const char *kinds[4];
    struct need_row needs[3];
    int from, until; /* local minutes of the day */
} services[] = {
    {"MI-01",
     "月嫂 26天住家",
     "Confinement care, 26 days",
     "maternity",
     37440,
     1,
     true,
     false,
     0,
     {"matron"},
     {{"matron", 5}, {"health", 0}},
     0,
     0},
    {"MI-02",
     "月嫂 42天住家",
     "Confinement care, 42 days",
     "maternity",
     60480,
     1,
     true,
     false,
     0,
     {"matron"},
     {{"matron", 4}, {"health", 0}},
     0,
     0},
    {"MI-03",
     "白班母婴照护",
     "Mother and infant, day",
     "maternity",
     480,
     1,
     false,
     false,
     0,
     {"matron"},
     {{"matron", 5}, {"health", 0}},
     0,
     0},
    {"MI-04",
     "育婴早教上门",
     "Early learning at home",
     "maternity",
     120,
     1,
     false,
     false,
     0,
     {"infant", "matron"},
     {{"infant", 5}},
     0,
     0},
    {"MI-05",
     "催乳护理",
     "Lactation care",
     "maternity",
     90,
     1,
     false,
     true,
     0,
     {"matron"},
     {{"matron", 5}, {"lactation", 0}},
     0,
     0},
    {"HH-01", "日常保洁", "Cleaning", "household", 120, 1, false, false, 0, {"domestic"}, {{NULL, 0}}, 0, 0},
    {"HH-02", "深度保洁", "Deep cleaning", "household", 240, 2, false, false, 0, {"domestic"}, {{NULL, 0}}, 0, 0},
    {"HH-03", "家庭餐制作", "Family meals", "household", 120, 1, false, false, 0, {"domestic"}, {{"health", 0}}, 0, 0},
    {"HH-04", "收纳整理", "Tidying", "household", 180, 1, false, false, 0, {"domestic"}, {{"organising", 0}}, 0, 0},
    {"HH-05",
     "接送学童",
     "Taking children to school",
     "household",
     60,
     1,
     false,
     false,
     10,
     {NULL},
     {{"background", 0}},
     0,
     0},
    {"EL-01",
     "居家养老探访",
     "Home visit",
     "elder",
     45,
     1,
     false,
     false,
     0,
     {"elder_care", "assistant"},
     {{NULL, 0}},
     0,
     0},
    {"EL-02", "生活照料", "Daily care", "elder", 120, 1, false, false, 0, {"elder_care"}, {{"elder", 5}}, 0, 0},
    {"EL-03", "助浴", "Bathing", "elder", 90, 2, false, true, 0, {"elder_care"}, {{"elder", 4}}, 0, 0},
    {"EL-04", "助餐送餐", "Meals", "elder", 30, 1, false, false, 0, {NULL}, {{"health", 0}}, 660, 750},
    {"EL-05", "陪诊", "To the doctor", "elder", 240, 1, false, false, 0, {"elder_care"}, {{"elder", 5}}, 0, 0},
    {"EL-06", "失能照护 半日", "Half-day care", "elder", 240, 1, false, false, 0, {"elder_care"}, {{"elder", 3}}, 0, 0},
    {"EL-07", "代办代购", "Errands", "elder", 60, 1, false, false, 0, {"assistant", "domestic"}, {{NULL, 0}}, 0, 0},
    {"ME-01", "上门换药", "Wound care", "nursing", 45, 1, false, false, 30, {"nurse"}, {{"nurse", 0}}, 0, 0},
    {"ME-02", "注射/胰岛素", "Injection", "nursing", 20, 1, false, false, 15, {"nurse"}, {{"nurse", 0}}, 0, 0},
    {"ME-03", "导管护理", "Catheter care", "nursing", 60, 1, false, false, 0, {"nurse"}, {{"nurse", 0}}, 0, 0},
    {"RE-01", "康复训练", "Rehabilitation", "rehabilitation", 60, 1, false, false, 0, {"rehab"}, {{"rehab", 0}}, 0, 0},
    {"RE-02",
     "康复护理评估",
     "Assessment",
     "rehabilitation",
     60,
     2,
     false,
     false,
     0,
     {"rehab", "nurse"},
     {{NULL, 0}},
     0,
     0},
    {"PS-01",
     "心理辅导(到站)",
     "Counselling at the station",
     "community",
     50,
     1,
     false,
     false,
     0,
     {"counsellor"},
     {{"counsellor", 0}},
     0,
     0},
    {"CO-01",
     "政策与就业咨询(到站)",
     "Advice at the station",
     "community",
     20,
     1,
     false,
     false,
     0,
     {"assistant"},
     {{NULL, 0}},
     0,
     0},
};

/* What the second list of the source texts calls it (A2.2). */
static const char *subline_of(const char *code)
{
    if (text_starts(code, "MI-"))
        return "mother_infant";
    if (text_starts(code, "RE-"))
        return "rehabilitation_care";
    if (text_same(code, "EL-01"))
        return "home_elder_care";
    return text_same(code, "EL-02") ? "daily_care" : "";
}

static void make_service(struct making *making, size_t i)
{
    struct sample_act *act = making_setup(making, MSG_service_put);
    if (!act)
        return;
    struct service_put *put = act->body;
    put->active = true;
    TEXT_PUT(put->service, services[i].code);
    TEXT_PUT(put->name, services[i].name);
    TEXT_PUT(put->name_en, services[i].name_en);
    TEXT_PUT(put->line, services[i].line);
    put->minutes = services[i].minutes;
    put->workers = services[i].workers;
    put->live_in = services[i].live_in;
    put->intimate = services[i].intimate;
    put->tolerance_min = services[i].tolerance;
    put->day_from_min = services[i].from;
    put->day_until_min = services[i].until;
    put->confirms = text_same(services[i].code, "EL-06"); /* half a day with one person: the client says yes to whom */
    put->child = text_same(services[i].code, "MI-04") || text_same(services[i].code, "HH-05");
    TEXT_PUT(put->subline, subline_of(services[i].code));
    if (text_same(services[i].code, "HH-01"))
        put->lengths.count = 2, put->lengths.at[0] = 180, put->lengths.at[1] = 240;
    for (int k = 0; k < 4 && services[i].kinds[k]; k++)
        TEXT_PUT(put->worker_kinds.at[put->worker_kinds.count++], services[i].kinds[k]);
    for (int k = 0; k < 3 && services[i].needs[k].cert; k++) {
        put->certs.at[put->certs.count].level = services[i].needs[k].level;
        TEXT_PUT(put->certs.at[put->certs.count++].cert, services[i].needs[k].cert);
    }
}

void make_services(struct making *making)
{
    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++)
        make_service(making, i);
}
