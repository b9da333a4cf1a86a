/* Export and erasure in the demo (X5): what is kept of a person is read before she is erased, and looked for
 * afterwards: in every service's report, in the exports, and in every file of the set. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "services/ctl/demo.h"

static void wrong(struct demo *demo, const char *person, const char *what)
{
    demo->counts.unexpected++;
    fprintf(stderr, "demo: %s is erased, but %s\n", person, what);
}

/* How many fields one service exports of a person; -1 with the reason. */
static int64_t exported_by(struct demo *demo, enum desk_service service, const char *person, struct error *error)
{
    struct privacy_export ask = {0};
    struct reply reply;
    int64_t fields = 0;
    TEXT_PUT(ask.person, person);
    for (bool more = true; more;) {
        if (desk_question(&demo->desk, service, "manager", "demo", MSG_privacy_export, &ask, &reply, error) != 0)
            return -1;
        if (reply.type != MSG_privacy_export_answer)
            return 0; /* a service that keeps nothing of persons */
        const struct privacy_export_answer *answer = reply.body;
        fields += answer->fields.count;
        more = answer->more;
        TEXT_PUT(ask.after_owner, answer->after_owner);
        TEXT_PUT(ask.after_object, answer->after_object);
        TEXT_PUT(ask.after_field, answer->after_field);
    }
    return fields;
}

static int64_t exported(struct demo *demo, const char *person, struct error *error)
{
    int64_t all = 0;
    for (int i = 0; i < DESK_SERVICES; i++) {
        const int64_t fields = exported_by(demo, (enum desk_service)i, person, error);
        if (fields < 0)
            return -1;
        all += fields;
    }
    return all;
}

int demo_export(struct demo *demo, const struct sample_act *act, struct error *error)
{
    const struct privacy_erase *erase = act->body;
    const int64_t fields = exported(demo, erase->person, error);
    if (fields < 0)
        return -1;
    demo->counts.exported += fields;
    if (fields < 3) { /* name, phone, address */
        demo->counts.unexpected++;
        fprintf(stderr, "demo: %" PRId64 " fields of %s are exported before she is erased\n", fields, erase->person);
    }
    return 0;
}

/* ---- afterwards ---- */

/* Every service has done it. */
static int report_check(struct demo *demo, const char *person, struct error *error)
{
    struct privacy_get ask = {0};
    struct reply reply;
    TEXT_PUT(ask.id, person);
    for (int i = 0; i < DESK_SERVICES; i++) {
        if (desk_question(&demo->desk, (enum desk_service)i, "manager", "demo", MSG_privacy_get, &ask, &reply, error))
            return -1;
        const struct privacy_get_answer *answer = reply.type == MSG_privacy_get_answer ? reply.body : NULL;
        if (!answer || !text_same(answer->state, "done"))
            wrong(demo, person, "a service has not done it");
    }
    return 0;
}

static bool file_holds(const char *path, const char *text)
{
    bool found = false;
    struct stat is;
    FILE *from = stat(path, &is) == 0 ? fopen(path, "re") : NULL;
    char *all = from ? malloc((size_t)is.st_size + 1) : NULL;
    if (all) {
        const size_t size = fread(all, 1, (size_t)is.st_size, from);
        found = memmem(all, size, text, strlen(text)) != NULL;
    }
    free(all);
    if (from)
        fclose(from);
    return found;
}

/* No store, log of a store or key file tells the name. */
static void files_check(struct demo *demo)
{
    static const char *const endings[] = {"", "-wal", ".keys", ".keys-wal"};
    for (int i = 0; i < DESK_SERVICES; i++)
        for (size_t k = 0; k < sizeof endings / sizeof endings[0]; k++) {
            char path[CONFIG_TEXT + 80];
            TEXT_FORMAT(path, "%s/%s.db%s", demo->desk.ctl->config.data, demo->desk.ctl->service[i].name, endings[k]);
            if (file_holds(path, SAMPLE_FORGOTTEN))
                wrong(demo, path, "it tells the name of somebody");
        }
}

int demo_forgotten(struct demo *demo, struct error *error)
{
    for (int i = 0; i < demo->sample->count; i++) {
        const struct sample_act *act = &demo->sample->acts[i];
        if (act->type != MSG_privacy_erase)
            continue;
        const struct privacy_erase *erase = act->body;
        const int64_t left = exported(demo, erase->person, error);
        if (left < 0 || report_check(demo, erase->person, error) != 0)
            return -1;
        if (left > 0)
            wrong(demo, erase->person, "fields of her are exported still");
        demo->counts.erased++;
    }
    files_check(demo);
    return 0;
}
