/* How good the engine's plans are: `anxin plan` on the instances of a public set, beside the best known values that lie
 * with them (best_known.csv or optima.csv: the instance in the first column, its cost in the one whose name has
 * "cost"). Processor time of the thread; the objective is the benchmark's own, reckoned by the tool's checker. The last
 * line is one JSON object.
 *
 *     make bench-engine      (or: build/bench/plan_bench ANXIN FOLDER SET SECONDS)
 *
 * SET is orlib, solomon or hhcrsp. Exit 1: a plan breaks a rule, or a gap misses its limit. A folder that is not there
 * is skipped, and said. */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INSTANCES_MOST 1000

static const struct set {
    const char *name, *file, *extension;
    double mean, worst; /* limits of the gap, in a hundred */
} sets[] = {
    {"orlib", "optima.csv", ".txt", 0, 0},
    {"solomon", "best_known.csv", ".txt", 0.5, 3},
    {"hhcrsp", "best_known.csv", "", 0.5, 3},
};
#define SETS (int)(sizeof sets / sizeof sets[0])

struct instance {
    char name[200];
    double best;
};

struct figures {
    int count, broken;
    double sum, worst, seconds;
};

static void fail(const char *what, const char *which)
{
    fprintf(stderr, "plan_bench: %s: %s\n", what, which);
    exit(2);
}

/* The field of a line, counted from 0. */
static bool field(const char *line, int which, char *to, size_t room)
{
    for (; which > 0; which--) {
        line = strchr(line, ',');
        if (!line)
            return false;
        line++;
    }
    size_t length = strcspn(line, ",\r\n");
    if (length >= room)
        return false;
    memcpy(to, line, length);
    to[length] = '\0';
    return true;
}

static int column_of_cost(const char *head)
{
    char name[100];
    int found = -1;
    for (int i = 0; field(head, i, name, sizeof name); i++)
        if (strstr(name, "cost"))
            found = i;
    return found;
}

static int read_best(const char *file, struct instance *instances)
{
    char line[1000], value[100];
    int count = 0;
    FILE *from = fopen(file, "r");
    if (!from || !fgets(line, sizeof line, from))
        fail(file, "cannot be read");
    int column = column_of_cost(line);
    while (count < INSTANCES_MOST && fgets(line, sizeof line, from))
        if (field(line, 0, instances[count].name, sizeof instances[count].name) &&
            field(line, column, value, sizeof value))
            instances[count++].best = strtod(value, NULL);
    fclose(from);
    return count;
}

static json_t *plan(const char *tool, const char *file, const char *seconds)
{
    char command[2000];
    json_error_t error;
    snprintf(command, sizeof command, "'%s' plan '%s' --seconds %s --processor --json", tool, file, seconds);
    FILE *from = popen(command, "r");
    json_t *outcome = from ? json_loadf(from, 0, &error) : NULL;
    if (from)
        pclose(from);
    if (!outcome)
        fail(file, "no plan");
    return outcome;
}

static double real(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static void count_in(struct figures *figures, const struct instance *instance, const json_t *outcome)
{
    double objective = real(outcome, "objective"), gap = 100 * (objective / instance->best - 1);
    int broken = (int)real(outcome, "violations");
    figures->worst = figures->count == 0 || gap > figures->worst ? gap : figures->worst;
    figures->sum += gap;
    figures->broken += broken;
    figures->seconds += real(outcome, "seconds");
    figures->count++;
    printf("%-28s %12.3f %12.3f %8.2f %% %8.1f s%s%s\n", instance->name, instance->best, objective, gap,
           real(outcome, "seconds"), json_is_true(json_object_get(outcome, "optimal")) ? "  optimal, proven" : "",
           broken ? "  BREAKS RULES" : "");
}

static bool reaches(const struct set *set, const struct figures *figures)
{
    return figures->count > 0 && !figures->broken && figures->sum / figures->count <= set->mean + 1e-9 &&
           figures->worst <= set->worst + 1e-9;
}

static bool measure(const struct set *set, const char *tool, const char *folder, const char *seconds)
{
    static struct instance instances[INSTANCES_MOST];
    struct figures figures = {0};
    char file[1400];
    snprintf(file, sizeof file, "%.1000s/%s", folder, set->file);
    int count = read_best(file, instances);
    printf("%-28s %12s %12s %10s %10s\n", set->name, "best known", "ours", "gap", "time");
    for (int i = 0; i < count; i++) {
        snprintf(file, sizeof file, "%.1000s/%.199s%s", folder, instances[i].name, set->extension);
        json_t *outcome = plan(tool, file, seconds);
        count_in(&figures, &instances[i], outcome);
        json_decref(outcome);
    }
    bool good = reaches(set, &figures);
    double mean = figures.count ? figures.sum / figures.count : 0;
    printf("%d instances: mean gap %.2f %% (limit %.1f), worst %.2f %% (limit %.1f), rules broken %d%s\n",
           figures.count, mean, set->mean, figures.worst, set->worst, figures.broken, good ? "" : "  MISSED");
    printf("{\"%s_gap\":%.3f,\"%s_worst_gap\":%.3f,\"%s_violations\":%d,\"%s_instances\":%d,\"%s_seconds\":%.2f}\n",
           set->name, mean, set->name, figures.worst, set->name, figures.broken, set->name, figures.count, set->name,
           figures.count ? figures.seconds / figures.count : 0);
    return good;
}

int main(int argc, char **argv)
{
    const struct set *set = sets;
    if (argc != 5)
        fail("usage", "plan_bench ANXIN FOLDER SET SECONDS");
    while (set < sets + SETS && strcmp(set->name, argv[3]) != 0)
        set++;
    if (set == sets + SETS)
        fail("no such set", argv[3]);
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (access(argv[2], R_OK) != 0) {
        printf("skipped: no instances in %s (make bench-engine INSTANCES=FOLDER)\n{\"%s_skipped\":true}\n", argv[2],
               set->name);
        return 0;
    }
    return !measure(set, argv[1], argv[2], argv[4]);
}
