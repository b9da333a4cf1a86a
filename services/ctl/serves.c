/* anxin serves: which stations serve a community, or the home at a point (A1.6). */
#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "rules/place.h"
#include "services/ctl/commands.h"
#include "services/ctl/show.h"
#include "wire/json.h"

/* The nearest thousandth, also south and west. */
static int32_t coarse(int32_t millionths)
{
    return (millionths + (millionths < 0 ? -500 : 500)) / 1000;
}

static int question_make(struct ctl *ctl, struct coverage_who_serves *question)
{
    const char *word = ctl->args.word[0];
    struct point point;
    if (!strchr(word, ','))
        return text_copy(question->community, sizeof question->community, word)
                   ? ctl_say(ctl, CTL_USAGE, "a community has at most 32 bytes")
                   : 0;
    if (place_point_read(word, &point))
        return ctl_say(ctl, CTL_USAGE, "%s: %s", word, PLACE_POINT_FORM);
    question->cell_lat = coarse(point.lat);
    question->cell_lon = coarse(point.lon);
    return 0;
}

static void rows_print(const struct coverage_who_serves_answer *answer)
{
    struct grid grid = {.columns = 5};
    grid_add(&grid, "站点 station");
    grid_add(&grid, "名称 name");
    grid_add(&grid, "米 metres");
    grid_add(&grid, "步行 walk min");
    grid_add(&grid, "电动车 e-bike min");
    for (uint32_t i = 0; i < answer->rows.count; i++) {
        const struct near_row *row = &answer->rows.at[i];
        grid_add(&grid, row->station);
        grid_add(&grid, row->name);
        grid_addf(&grid, "%" PRId64, row->metres);
        grid_addf(&grid, "%" PRId64, row->walk_min);
        grid_addf(&grid, "%" PRId64, row->ebike_min);
    }
    grid_print(stdout, &grid, 0);
    grid_free(&grid);
}

static void answer_print(const struct coverage_who_serves_answer *answer)
{
    if (!answer->community[0]) {
        printf("附近没有已登记的社区 no community lies there\n");
        return;
    }
    printf("社区 community %s", answer->community);
    if (answer->community_metres)
        printf(" （距中心 %" PRId64 " 米 m from its centre）", answer->community_metres);
    printf("%s\n", answer->rows.count ? "" : "：没有站点服务 no station serves it");
    if (answer->rows.count)
        rows_print(answer);
}

static int serves_run(struct ctl *ctl)
{
    struct coverage_who_serves question = {0};
    struct ctl_service *booking = ctl_service(ctl, "booking");
    struct reply reply;
    if (!booking)
        return ctl_no_service(ctl, "booking");
    int code = question_make(ctl, &question);
    if (code || (code = ctl_ask(ctl, booking, MSG_coverage_who_serves, &question, &reply)) ||
        (code = ctl_expect(ctl, &reply, MSG_coverage_who_serves_answer)))
        return code;
    if (ctl->json)
        ctl_print_json(json_from_body(message_of(MSG_coverage_who_serves_answer)->shape, reply.body));
    else
        answer_print(reply.body);
    return CTL_DONE;
}

static const struct ctl_option serves_options[] = {
    {NULL, OPTION_END, NULL, 0, 0, NULL},
};

const struct command serves_command = {
    .name = "serves",
    .synopsis = "COMMUNITY|LATITUDE,LONGITUDE",
    .summary = "which stations serve a community or the home at a point, nearest first",
    .options = serves_options,
    .least = 1,
    .most = 1,
    .run = serves_run,
};
