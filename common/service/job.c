/* The service's long computation: found waiting in the store, run beside the loop over a snapshot, and brought back as
 * a unit of work. Invariant: the store alone says what waits; a computation that is lost on the way is made again. */
#include "service/engine_private.h"

#include <stdio.h>
#include <string.h>

#define JOB_RETRY_MS MS_MINUTE

static void on_over(void *whom)
{
    struct engine *engine = whom;
    engine->computing.over = true;
}

bool job_is_over(const struct engine *engine)
{
    return engine->computing.over && !engine_sick(engine);
}

int64_t job_due(const struct engine *engine)
{
    const struct computing *computing = &engine->computing;
    if (!computing->wanted || computing->on || engine->draining || engine->open)
        return INT64_MAX;
    return computing->from > engine->sick_until ? computing->from : engine->sick_until;
}

void job_start(struct engine *engine)
{
    const struct job *job = engine->service->job;
    struct computing *computing = &engine->computing;
    if (engine_sick(engine) || engine_mono(engine) < job_due(engine))
        return;
    struct unit unit = unit_bare(engine);
    int found = job->next(&unit, computing->id, &computing->snapshot);
    computing->wanted = found != 0;
    computing->from = found < 0 ? engine_mono(engine) + JOB_RETRY_MS : 0;
    if (found < 0)
        log_line(engine->log, LOG_LEVEL_ERROR, "job.failed", "reason=\"%s\"", store_why(engine->store));
    if (found != 1)
        return;
    computing->on = true;
    if (engine->env->compute) {
        engine->env->compute(engine->env->self, job->run, computing->snapshot, on_over, engine);
        return;
    }
    job->run(computing->snapshot);
    computing->over = true;
}

static int job_run(struct engine *engine, const void *what)
{
    (void)what;
    return engine->service->job->finish(&engine->work.unit, engine->computing.id, engine->computing.snapshot);
}

static void job_cause(const struct engine *engine, struct envelope *cause)
{
    char name[ID_SIZE + 8];
    memset(cause, 0, sizeof *cause);
    snprintf(name, sizeof name, "job/%s", engine->computing.id);
    id_derive(cause->id, engine->name, engine_now(engine), engine->name, name, 0);
    TEXT_PUT(cause->source, engine->name);
    TEXT_PUT(cause->type, "anxin.job");
    cause->time = engine_now(engine);
}

void job_finish(struct engine *engine)
{
    struct computing *computing = &engine->computing;
    struct envelope cause;
    if (!job_is_over(engine) || batch_make_room(engine) != 0 || batch_open(engine) != 0)
        return;
    job_cause(engine, &cause);
    int result = unit_execute(engine, &cause, job_run, NULL);
    if (result != UNIT_DONE) {
        log_line(engine->log, LOG_LEVEL_ERROR, "job.failed", "id=%s code=%s detail=\"%s\" reason=\"%s\"", computing->id,
                 engine->work.answer.code, engine->work.answer.detail, store_why(engine->store));
        computing->from = engine_mono(engine) + JOB_RETRY_MS;
    }
    job_drop(engine);
    computing->wanted = true;
    if (result != UNIT_DONE && (engine->spoiled || store_is_full(engine->store)))
        batch_drop(engine);
}

void job_drop(struct engine *engine)
{
    if (engine->computing.on)
        engine->service->job->drop(engine->computing.snapshot);
    engine->computing.on = engine->computing.over = false;
    engine->computing.snapshot = NULL;
}
