/* Stations, communities, rooms, documents and staff of the sample (domain E2-E5). Positions are synthetic. */
#include <stdio.h>

#include "base/civil.h"
#include "base/text.h"
#include "services/ctl/sample_parts.h"

struct sample_station {
    const char *code, *name, *name_en, *host, *kind;
    int lat, lon, first_day, last_day, open, close;
    const char *communities[5];
};

static const struct sample_station stations[] = {
    {"ST1",
     "中恒示范站",
     "Zhongheng station",
     "江门市中恒家政服务有限公司",
     "company",
     22505,
     113046,
     1,
     6,
     510,
     1080,
     {"CM1", "CM2", "CM3", "CM4"}},
    {"ST2",
     "养老中心示范站",
     "Elder centre station",
     "新会区养老中心",
     "elder_centre",
     22529,
     113025,
     1,
     7,
     480,
     1050,
     {"CM1", "CM3", "CM4"}},
    {"ST3",
     "贝佳示范站",
     "Beijia station",
     "江门市贝佳人力资源有限公司",
     "hr_company",
     22524,
     113035,
     1,
     5,
     540,
     1050,
     {"CM1", "CM2", "CM3", "CM4"}},
    {"ST4",
     "彩虹示范站",
     "Caihong station",
     "新会区彩虹家政服务有限公司",
     "company",
     22518,
     113029,
     1,
     7,
     510,
     1110,
     {"CM1", "CM3", "CM4"}},
};

static const struct {
    const char *code, *name, *name_en;
    int lat, lon;
} communities[] = {
    {"CM1", "民和社区", "Minhe", 22523, 113041},
    {"CM2", "碧桂园社区", "Biguiyuan", 22503, 113049},
    {"CM3", "同德社区", "Tongde", 22527, 113032},
    {"CM4", "明翠社区", "Mingcui", 22519, 113036},
};

/* The district and its eleven towns and streets (A1.8); the communities above belong to the first. */
static const struct {
    const char *code, *kind, *name, *name_en;
} areas[] = {
    {"440705", "district", "新会区", "Xinhui"}, {"440705001", "street", "会城街道", "Huicheng"},
    {"440705101", "town", "大泽镇", "Daze"},    {"440705102", "town", "司前镇", "Siqian"},
    {"440705103", "town", "罗坑镇", "Luokeng"}, {"440705104", "town", "双水镇", "Shuangshui"},
    {"440705105", "town", "崖门镇", "Yamen"},   {"440705106", "town", "沙堆镇", "Shadui"},
    {"440705107", "town", "古井镇", "Gujing"},  {"440705108", "town", "三江镇", "Sanjiang"},
    {"440705109", "town", "睦洲镇", "Muzhou"},  {"440705110", "town", "大鳌镇", "Daao"},
};
#define DISTRICT areas[0].code
#define COMMUNITIES_AREA areas[1].code

/* Organisations that the stations work with (A1.9); no station named: all. */
static const struct {
    const char *code, *kind, *name, *station;
} partners[] = {
    {"PO-01", "government", "街道公共服务办公室", ""},
    {"PO-02", "social", "社工服务站", ""},
    {"PO-03", "hospital", "社区卫生服务中心", ""},
    {"PO-05", "school", "技工学校", "ST1"},
};

static const struct {
    const char *station, *room, *name, *purpose;
    int capacity;
} rooms[] = {
    {"ST1", "infant", "育婴员培训室", "training", 24}, {"ST1", "counsel", "心理辅导室", "counselling", 2},
    {"ST1", "mediate", "调解室", "mediation", 8},      {"ST1", "hall", "大厅", "hall", 60},
    {"ST2", "train", "培训室", "training", 30},        {"ST2", "mediate", "调解室", "mediation", 6},
    {"ST3", "train", "培训室", "training", 40},        {"ST3", "interview", "面试室", "interview", 4},
    {"ST4", "train", "培训室", "training", 20},        {"ST4", "mediate", "调解室", "mediation", 6},
};

#define ENTERPRISES 15

static int64_t setup_at(const struct making *making)
{
    return making->sample->start - 40 * MS_DAY;
}

struct sample_act *making_setup(struct making *making, enum message_type type)
{
    return making_add(making, setup_at(making), SAMPLE_SETUP, type, "setup", "manager", "mgr-ST1");
}

static void make_station(struct making *making, const struct sample_station *row)
{
    struct sample_act *act = making_setup(making, MSG_station_put);
    if (!act)
        return;
    struct station_put *put = act->body;
    put->active = true;
    TEXT_PUT(put->station, row->code);
    TEXT_PUT(put->name, row->name);
    TEXT_PUT(put->name_en, row->name_en);
    TEXT_PUT(put->host, row->host);
    TEXT_PUT(put->host_kind, row->kind);
    TEXT_PUT(put->area, COMMUNITIES_AREA);
    put->area_m2 = text_same(row->code, "ST1") ? 780 : 0;
    put->cell_lat = row->lat;
    put->cell_lon = row->lon;
    for (int day = row->first_day; day <= row->last_day; day++) {
        put->hours.at[put->hours.count].weekday = day;
        put->hours.at[put->hours.count].open_min = row->open;
        put->hours.at[put->hours.count++].close_min = row->close;
    }
}

static void make_coverage(struct making *making, const struct sample_station *row)
{
    struct sample_act *act = making_setup(making, MSG_coverage_put);
    if (!act)
        return;
    struct coverage_put *put = act->body;
    TEXT_PUT(put->station, row->code);
    for (int i = 0; i < 5 && row->communities[i]; i++)
        TEXT_PUT(put->communities.at[put->communities.count++], row->communities[i]);
}

static void make_docs(struct making *making, const struct sample_station *row)
{
    static const char *const docs[][3] = {{"process", "服务流程", "预约、派工、上门、验收、回访。"},
                                          {"services", "服务内容", "母婴、居家、养老、医疗护理、康复。"}};
    for (int i = 0; i < 2; i++) {
        struct sample_act *act = making_setup(making, MSG_doc_publish);
        if (!act)
            return;
        struct doc_publish *publish = act->body;
        TEXT_PUT(publish->station, row->code);
        TEXT_PUT(publish->kind, docs[i][0]);
        TEXT_PUT(publish->title, docs[i][1]);
        TEXT_PUT(publish->text, docs[i][2]);
    }
}

/* Mediation hears of a station from booking, so its document comes last. */
static void make_complaint_doc(struct making *making, const struct sample_station *row)
{
    struct sample_act *act = making_setup(making, MSG_complaint_doc_publish);
    if (!act)
        return;
    struct complaint_doc_publish *publish = act->body;
    TEXT_PUT(publish->station, row->code);
    TEXT_PUT(publish->title, "投诉监督处理流程");
    TEXT_PUT(publish->text, "受理、核实、调解、答复、监督。");
}

static void make_communities(struct making *making)
{
    for (size_t i = 0; i < sizeof communities / sizeof communities[0]; i++) {
        struct sample_act *act = making_setup(making, MSG_community_put);
        if (!act)
            return;
        struct community_put *put = act->body;
        TEXT_PUT(put->community, communities[i].code);
        TEXT_PUT(put->name, communities[i].name);
        TEXT_PUT(put->name_en, communities[i].name_en);
        TEXT_PUT(put->area, COMMUNITIES_AREA);
        put->cell_lat = communities[i].lat;
        put->cell_lon = communities[i].lon;
    }
}

static void make_areas(struct making *making)
{
    for (size_t i = 0; i < sizeof areas / sizeof areas[0]; i++) {
        struct sample_act *act = making_setup(making, MSG_area_put);
        if (!act)
            return;
        struct area_put *put = act->body;
        TEXT_PUT(put->area, areas[i].code);
        TEXT_PUT(put->kind, areas[i].kind);
        TEXT_PUT(put->name, areas[i].name);
        TEXT_PUT(put->name_en, areas[i].name_en);
        TEXT_PUT(put->parent, i == 0 ? "" : DISTRICT);
    }
}

static void make_partner(struct making *making, const char *code, const char *kind, const char *name,
                         const char *station, int64_t ends)
{
    struct sample_act *act = making_setup(making, MSG_partner_put);
    if (!act)
        return;
    struct partner_put *put = act->body;
    put->active = true;
    TEXT_PUT(put->partner, code);
    TEXT_PUT(put->kind, kind);
    TEXT_PUT(put->name, name);
    put->stations.count = station[0] ? 1 : 0;
    TEXT_PUT(put->stations.at[0], station);
    put->ends = ends;
}

/* Two of the fifteen agreements end within sixty days, one of them while the sample is played. */
static int64_t agreement_ends(const struct making *making, int number)
{
    int days = number == 4 ? 45 : number == 11 ? 60 : 365 + 30 * number;
    return making->sample->start + days * MS_DAY;
}

static void make_partners(struct making *making)
{
    for (size_t i = 0; i < sizeof partners / sizeof partners[0]; i++)
        make_partner(making, partners[i].code, partners[i].kind, partners[i].name, partners[i].station, 0);
    for (int i = 1; i <= ENTERPRISES; i++) {
        char code[33], name[121];
        TEXT_FORMAT(code, "EN-%02d", i);
        TEXT_FORMAT(name, "合作企业-%02d", i);
        make_partner(making, code, "enterprise", name, stations[i % 4].code, agreement_ends(making, i));
    }
}

static void make_rooms(struct making *making)
{
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        struct sample_act *act = making_setup(making, MSG_room_put);
        if (!act)
            return;
        struct room_put *put = act->body;
        put->active = true;
        TEXT_PUT(put->station, rooms[i].station);
        TEXT_PUT(put->room, rooms[i].room);
        TEXT_PUT(put->name, rooms[i].name);
        TEXT_PUT(put->purpose, rooms[i].purpose);
        put->capacity = rooms[i].capacity;
    }
}

static void make_reader(struct making *making, const char *role, const char *station, int number)
{
    struct sample_act *act = making_setup(making, MSG_reader_put);
    if (!act)
        return;
    struct reader_put *put = act->body;
    put->active = true;
    TEXT_FORMAT(put->reader, "%s-%s-%d", role, station[0] == '*' ? "all" : station, number);
    put->roles.count = 1;
    TEXT_PUT(put->roles.at[0], role);
    TEXT_PUT(put->station, station);
}

static void make_readers(struct making *making)
{
    for (size_t i = 0; i < sizeof stations / sizeof stations[0]; i++) {
        make_reader(making, "manager", stations[i].code, 1);
        make_reader(making, "receptionist", stations[i].code, 1);
        make_reader(making, "receptionist", stations[i].code, 2);
        make_reader(making, "dispatcher", stations[i].code, 1);
    }
    for (int i = 1; i <= 3; i++)
        make_reader(making, "mediator", "*", i);
    make_reader(making, "officer", "*", 1);
    make_reader(making, "registrar", "*", 1);
    make_reader(making, "supervisor", "*", 1);
}

void make_stations(struct making *making)
{
    make_areas(making);
    make_communities(making);
    for (size_t i = 0; i < sizeof stations / sizeof stations[0]; i++) {
        make_station(making, &stations[i]);
        make_coverage(making, &stations[i]);
        make_docs(making, &stations[i]);
    }
    make_partners(making);
    make_rooms(making);
    make_services(making);
    make_readers(making);
    for (size_t i = 0; i < sizeof stations / sizeof stations[0]; i++)
        make_complaint_doc(making, &stations[i]);
}
