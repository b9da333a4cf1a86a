/* Questions about the catalogue. All of it is public. */
#include "base/text.h"
#include "catalog_store.h"
#include "room_store.h"
#include "service_store.h"
#include "tables.h"

static int page_done(struct unit *unit, int result)
{
    return result == 0 ? UNIT_DONE : unit_trouble(unit);
}

/* Ends a question about one object: found 1, 0 or -1. */
static int one_done(struct unit *unit, int found, const char *code, const char *field)
{
    if (found < 0)
        return unit_trouble(unit);
    return found == 1 ? UNIT_DONE : unit_refuse(unit, code, field, "There is none of this name.");
}

static int station_get_run(struct unit *unit, const void *question, void *answer_to)
{
    const struct station_get *asked = question;
    struct station_get_answer *answer = answer_to;
    struct opening hours;
    int found = station_find(unit->store, asked->id, answer);
    if (found != 1)
        return one_done(unit, found, "unknown_station", "id");
    if (opening_find(unit->store, asked->id, "", &hours) != 0 ||
        coverage_version(unit->store, asked->id, &answer->coverage_version) != 0)
        return unit_trouble(unit);
    answer->hours.count = hours.count;
    for (uint32_t i = 0; i < hours.count; i++)
        answer->hours.at[i] = hours.at[i];
    return UNIT_DONE;
}

static int station_list_run(struct unit *unit, const void *question, void *answer)
{
    return page_done(unit, station_page(unit->store, question, answer));
}

static int community_get_run(struct unit *unit, const void *question, void *answer)
{
    const struct community_get *asked = question;
    return one_done(unit, community_find(unit->store, asked->id, answer), "unknown_community", "id");
}

static int community_list_run(struct unit *unit, const void *question, void *answer)
{
    return page_done(unit, community_page(unit->store, question, answer));
}

static int service_get_run(struct unit *unit, const void *question, void *answer)
{
    const struct service_get *asked = question;
    return one_done(unit, service_find(unit->store, asked->id, answer), "unknown_service", "id");
}

static int service_list_run(struct unit *unit, const void *question, void *answer)
{
    return page_done(unit, service_page(unit->store, question, answer));
}

static int doc_current_run(struct unit *unit, const void *question, void *answer)
{
    struct doc_current asked = *(const struct doc_current *)question;
    if (asked.at == 0)
        asked.at = unit->now;
    int found = doc_find(unit->store, &asked, answer);
    if (found == 0 && text_same(asked.kind, "complaints"))
        return unit_refuse(unit, "owned_by_mediation", "kind",
                           "What is in force then, if anything, was published by mediation: complaint_doc.current.");
    return one_done(unit, found, "unknown_document", "station");
}

/* ---- nearness (A2.4, BK18) ---- */

static int64_t minutes_up(int64_t ms)
{
    return (ms + MS_MINUTE - 1) / MS_MINUTE;
}

static void near_row_fill(const struct unit *unit, struct near_row *row, const struct near_station *station,
                          struct cell from)
{
    TEXT_PUT(row->station, station->station);
    TEXT_PUT(row->name, station->name);
    row->serves = station->serves;
    if (station->metres == INT32_MAX)
        return;
    row->metres = station->metres;
    row->walk_min = minutes_up(travel_ms(unit->travel, from, station->cell, TRAVEL_WALK));
    row->ebike_min = minutes_up(travel_ms(unit->travel, from, station->cell, TRAVEL_EBIKE));
}

static int community_cell(struct unit *unit, const char *code, struct cell *cell)
{
    struct community_get_answer community = {0};
    int found = community_find(unit->store, code, &community);
    *cell = (struct cell){(int32_t)community.cell_lat, (int32_t)community.cell_lon};
    return one_done(unit, found, "unknown_community", "community");
}

static int station_nearest_run(struct unit *unit, const void *question, void *answer_to)
{
    const struct station_nearest *asked = question;
    struct station_nearest_answer *answer = answer_to;
    struct cell from = {(int32_t)asked->cell_lat, (int32_t)asked->cell_lon};
    struct near_list list;
    uint32_t limit = asked->limit ? (uint32_t)asked->limit : 4;
    if (unit_place_check(unit, asked->cell_lat, asked->cell_lon) != 0)
        return UNIT_REFUSED;
    if (!cell_is_known(from)) {
        if (!asked->community[0])
            return unit_refuse(unit, "missing", "community", "Give a community or a place.");
        int result = community_cell(unit, asked->community, &from);
        if (result != UNIT_DONE)
            return result;
    }
    if (station_places(unit->store, asked->community, false, &list) != 0)
        return unit_trouble(unit);
    near_order(&list, from);
    for (int i = 0; i < list.count && answer->rows.count < limit; i++)
        near_row_fill(unit, &answer->rows.at[answer->rows.count++], &list.at[i], from);
    return UNIT_DONE;
}

/* The community that is asked about: by its code, or by a point that lies in it; "" when it lies in none. */
static int community_asked(struct unit *unit, const struct coverage_who_serves *asked,
                           struct coverage_who_serves_answer *answer, struct cell *from)
{
    struct cell point = {(int32_t)asked->cell_lat, (int32_t)asked->cell_lon};
    struct near_community nearest;
    if (unit_place_check(unit, asked->cell_lat, asked->cell_lon) != 0)
        return UNIT_REFUSED;
    TEXT_PUT(answer->community, asked->community);
    if (asked->community[0]) {
        int result = community_cell(unit, asked->community, from);
        *from = cell_is_known(point) ? point : *from;
        return result;
    }
    if (!cell_is_known(point))
        return unit_refuse(unit, "missing", "community", "Give a community or a place.");
    *from = point;
    if (community_nearest(unit->store, point, &nearest) != 0)
        return unit_trouble(unit);
    if (nearest.metres > unit->setting[SET_COMMUNITY_REACH_M])
        return UNIT_DONE;
    TEXT_PUT(answer->community, nearest.community);
    answer->community_metres = nearest.metres;
    return UNIT_DONE;
}

static int who_serves_run(struct unit *unit, const void *question, void *answer_to)
{
    struct coverage_who_serves_answer *answer = answer_to;
    struct cell from = {0};
    struct near_list list;
    int result = community_asked(unit, question, answer, &from);
    if (result != UNIT_DONE || !answer->community[0])
        return result;
    if (station_places(unit->store, answer->community, true, &list) != 0)
        return unit_trouble(unit);
    near_order(&list, from);
    for (int i = 0; i < list.count && answer->rows.count < 32; i++)
        near_row_fill(unit, &answer->rows.at[answer->rows.count++], &list.at[i], from);
    return UNIT_DONE;
}

const struct query_handler catalog_queries[] = {
    {MSG_station_get, MSG_station_get_answer, ROLE_ANY, station_get_run},
    {MSG_station_list, MSG_station_list_answer, ROLE_ANY, station_list_run},
    {MSG_station_nearest, MSG_station_nearest_answer, ROLE_ANY, station_nearest_run},
    {MSG_community_get, MSG_community_get_answer, ROLE_ANY, community_get_run},
    {MSG_community_list, MSG_community_list_answer, ROLE_ANY, community_list_run},
    {MSG_coverage_who_serves, MSG_coverage_who_serves_answer, ROLE_ANY, who_serves_run},
    {MSG_service_get, MSG_service_get_answer, ROLE_ANY, service_get_run},
    {MSG_service_list, MSG_service_list_answer, ROLE_ANY, service_list_run},
    {MSG_doc_current, MSG_doc_current_answer, ROLE_ANY, doc_current_run},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
