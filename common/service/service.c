/* The daemon around a service: arguments, settings, node, drain. */
#include "service/service.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/text.h"
#include "bus/master.h"
#include "bus/node.h"
#include "service/harden.h"
#include "service/instance.h"
#include "service/print.h"
#include "service/restore.h"
#include "service/verify.h"

#define EXIT_AGAIN 1   /* it should be started again */
#define EXIT_REFUSED 2 /* wrong arguments, settings or store: starting again will not help */
#define STEP_BACK 10   /* added to the nice value the operator gave: a tenth of a processor that others want */

enum option_name {
    OPTION_CONFIG = 1,
    OPTION_PLACE,
    OPTION_ATTACHED,
    OPTION_VERIFY,
    OPTION_RESTORE,
    OPTION_RESTORE_KEYS,
    OPTION_JSON,
    OPTION_CHECK_CONFIG,
    OPTION_SETTINGS,
    OPTION_STATES,
    OPTION_VERSION,
    OPTION_HELP
};

struct arguments {
    const char *config, *place, *verify, *restore, *restore_keys;
    bool attached, json, check_config, settings, states, version, help;
};

static int usage(const struct service *service, FILE *to)
{
    fprintf(
        to,
        "anxin-%s [--config FILE] [--place PLACE] [--attached]\n"
        "                                   serve until SIGTERM; attached: also until stdin is closed; the place of a\n"
        "                                   set that has several goes with every option below, too\n"
        "anxin-%s --verify COPY [--json]    check a copy of the store: 0 sound, 1 not\n"
        "anxin-%s --restore COPY [--config FILE] [--json]\n"
        "                                   put a copy in the place of the store, which must not be in use\n"
        "anxin-%s --restore-keys COPY [--config FILE]\n"
        "                                   take over the keys of a copy of its key file that are missing\n"
        "anxin-%s --check-config [--config FILE] [--json]\n"
        "                                   settings as they stand, where from, and what is wrong: 0 sound, 2 not\n"
        "anxin-%s --settings                what can be set, with bounds\n"
        "anxin-%s --states                  the state tables as diagrams\n"
        "anxin-%s --version | --help\n",
        service->name, service->name, service->name, service->name, service->name, service->name, service->name,
        service->name);
    return to == stderr ? EXIT_REFUSED : 0;
}

static int arguments_read(struct arguments *arguments, int argc, char **argv)
{
    static const struct option options[] = {
        {"config", required_argument, NULL, OPTION_CONFIG},
        {"place", required_argument, NULL, OPTION_PLACE},
        {"attached", no_argument, NULL, OPTION_ATTACHED},
        {"verify", required_argument, NULL, OPTION_VERIFY},
        {"restore", required_argument, NULL, OPTION_RESTORE},
        {"restore-keys", required_argument, NULL, OPTION_RESTORE_KEYS},
        {"json", no_argument, NULL, OPTION_JSON},
        {"check-config", no_argument, NULL, OPTION_CHECK_CONFIG},
        {"settings", no_argument, NULL, OPTION_SETTINGS},
        {"states", no_argument, NULL, OPTION_STATES},
        {"version", no_argument, NULL, OPTION_VERSION},
        {"help", no_argument, NULL, OPTION_HELP},
        {NULL, 0, NULL, 0},
    };
    for (int found; (found = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (found == OPTION_CONFIG)
            arguments->config = optarg;
        else if (found == OPTION_PLACE)
            arguments->place = optarg;
        else if (found == OPTION_ATTACHED)
            arguments->attached = true;
        else if (found == OPTION_VERIFY)
            arguments->verify = optarg;
        else if (found == OPTION_RESTORE)
            arguments->restore = optarg;
        else if (found == OPTION_RESTORE_KEYS)
            arguments->restore_keys = optarg;
        else if (found == OPTION_JSON)
            arguments->json = true;
        else if (found == OPTION_CHECK_CONFIG)
            arguments->check_config = true;
        else if (found == OPTION_SETTINGS)
            arguments->settings = true;
        else if (found == OPTION_STATES)
            arguments->states = true;
        else if (found == OPTION_VERSION)
            arguments->version = true;
        else if (found == OPTION_HELP)
            arguments->help = true;
        else
            return -1;
    }
    return optind == argc ? 0 : -1;
}

/* The folders of stores and sockets, for this user alone; users that are trusted may pass through to the sockets. */
static void folders_make(const struct config *config)
{
    char run[CONFIG_TEXT + 8];
    mkdir(config->data, 0700);
    snprintf(run, sizeof run, "%s/run", config->data);
    mkdir(run, 0700); /* what fails here shows when store and sockets are opened */
    if (config->trusted_uids[0]) {
        chmod(config->data, 0711);
        chmod(run, 0711);
    }
}

/* Settings and the place of the store; what is wrong when there is no such instance. */
static int settings_load(const struct service *service, const char *file, struct config *config,
                         struct config_endpoints *ends, struct error *error)
{
    struct instance instance;
    char name[INSTANCE_NAME];
    instance_called(name, service);
    if (config_load(config, file, name, service->settings, service->settings_count, error) != 0)
        return -1;
    if (instance_of(&instance, service, config->places, error) == 0 &&
        config_endpoints(ends, config, file, name, error) == 0)
        return 0;
    config_free(config);
    return -1;
}

static int restore_keys_of(const struct service *service, const char *copy, const struct config *config,
                           const char *store)
{
    struct error error = {{0}};
    uint8_t master[MASTER_KEY];
    if (master_read(master, config->data, false, &error) != 0) {
        fprintf(stderr, "anxin-%s: %s\n", service->name, error.text);
        return EXIT_REFUSED;
    }
    int code = restore_keys(service, copy, store, master);
    sodium_memzero(master, sizeof master);
    return code;
}

static int restore(const struct service *service, const struct arguments *arguments)
{
    struct error error = {{0}};
    struct config config = {0};
    struct config_endpoints ends;
    umask(0077);
    signal(SIGPIPE, SIG_IGN); /* nobody reads the log any more: no reason to end */
    if (settings_load(service, arguments->config, &config, &ends, &error) != 0) {
        fprintf(stderr, "anxin-%s: %s\n", service->name, error.text);
        return EXIT_REFUSED;
    }
    folders_make(&config);
    if (harden_process(&config, &error) != 0) {
        fprintf(stderr, "anxin-%s: %s\n", service->name, error.text);
        config_free(&config);
        return EXIT_REFUSED;
    }
    int code = arguments->restore ? restore_copy(service, arguments->restore, ends.store, arguments->json)
                                  : restore_keys_of(service, arguments->restore_keys, &config, ends.store);
    config_free(&config);
    return code;
}

static int serve(const struct service *service, const char *file, bool attached)
{
    struct error error = {{0}};
    struct config config = {0};
    struct config_endpoints ends;
    char name[INSTANCE_NAME];
    struct log log = {log_to_stderr, NULL, name, LOG_LEVEL_INFO};
    instance_called(name, service);
    umask(0077);
    signal(SIGPIPE, SIG_IGN); /* nobody reads the log any more: a reason to drain at most */
    if (settings_load(service, file, &config, &ends, &error) != 0) {
        log_line(&log, LOG_LEVEL_ERROR, "service.refused", "reason=\"%s\"", error.text);
        return EXIT_REFUSED;
    }
    log.level = log_level_of(config.log_level);
    if (restore_unfinished(ends.store)) {
        log_line(&log, LOG_LEVEL_ERROR, "service.refused", "reason=\"a restore of %s was cut short: repeat it\"",
                 ends.store);
        config_free(&config);
        return EXIT_REFUSED;
    }
    folders_make(&config);
    struct node_options options = {
        .service = service, .config = &config, .config_file = file, .log = &log, .attached = attached};
    if (service->yields)
        (void)!nice(STEP_BACK); /* before any thread is made: each has a nice value of its own */
    struct node *node = harden_process(&config, &error) == 0 ? node_open(&options, &error) : NULL;
    if (!node) {
        log_line(&log, LOG_LEVEL_ERROR, "service.refused", "reason=\"%s\"", error.text);
        config_free(&config);
        return EXIT_REFUSED;
    }
    int ended = node_run(node);
    node_close(&node);
    config_free(&config);
    log_line(&log, LOG_LEVEL_INFO, "service.stopped", "clean=yes");
    return ended == 0 ? 0 : EXIT_AGAIN;
}

/* The service at the place that was given; -1 when that is none. */
static int instance_take(struct service *instance, const char *place)
{
    struct places one;
    struct error error = {""};
    instance->place = place;
    if (!place || (places_read(&one, place, "--place", &error) == 0 && one.count == 1))
        return 0;
    fprintf(stderr, "anxin-%s: %s\n", instance->name, error.text[0] ? error.text : "--place: one place");
    return -1;
}

int service_main(const struct service *kind, int argc, char **argv)
{
    struct arguments arguments = {0};
    struct service own = *kind;
    const struct service *service = &own;
    if (arguments_read(&arguments, argc, argv) != 0)
        return usage(service, stderr);
    if (instance_take(&own, arguments.place) != 0)
        return EXIT_REFUSED;
    if (arguments.help)
        return usage(service, stdout);
    if (arguments.version)
        return printf("anxin-%s %s\n", service->name, ANXIN_VERSION) < 0;
    if (arguments.settings)
        return print_settings(service);
    if (arguments.states)
        return print_states(service);
    if (arguments.check_config)
        return print_config(service, arguments.config, arguments.json);
    if (arguments.verify)
        return verify_copy(service, arguments.verify, arguments.json);
    if (arguments.restore || arguments.restore_keys)
        return restore(service, &arguments);
    return serve(service, arguments.config, arguments.attached);
}
