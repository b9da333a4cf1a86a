/* A process that holds personal data and keys leaves no core, lets nobody look into its memory, and has no more rights
 * than its work needs. */
#include "service/harden.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

/* A folder that root has made belongs to whoever works in it. */
static int folder_give(const char *path, const struct passwd *user, struct error *error)
{
    struct stat is;
    if (lstat(path, &is) != 0 || !S_ISDIR(is.st_mode) || is.st_uid != 0)
        return 0; /* what is wrong with it shows when it is used */
    return lchown(path, user->pw_uid, user->pw_gid) == 0 ? 0 : error_set(error, "%s: %s", path, strerror(errno));
}

static int folders_give(const struct config *config, const struct passwd *user, struct error *error)
{
    char run[CONFIG_TEXT + 8];
    snprintf(run, sizeof run, "%s/run", config->data);
    return folder_give(run, user, error) == 0 ? folder_give(config->data, user, error) : -1;
}

static int user_become(const struct config *config, struct error *error)
{
    const struct passwd *user = getpwnam(config->user);
    if (!user)
        return error_set(error, "user: there is no user %s", config->user);
    if (user->pw_uid == 0)
        return error_set(error, "user: %s is root", config->user);
    if (folders_give(config, user, error) != 0)
        return -1;
    if (initgroups(user->pw_name, user->pw_gid) != 0 || setresgid(user->pw_gid, user->pw_gid, user->pw_gid) != 0 ||
        setresuid(user->pw_uid, user->pw_uid, user->pw_uid) != 0)
        return error_set(error, "user: cannot become %s: %s", config->user, strerror(errno));
    return setuid(0) != 0 ? 0 : error_set(error, "user: root could be taken back");
}

int harden_process(const struct config *config, struct error *error)
{
    static const struct rlimit none = {0, 0};
    umask(0077);
    if (config->user[0] && geteuid() == 0 && user_become(config, error) != 0)
        return -1;
    if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return error_set(error, "core dumps cannot be switched off: %s", strerror(errno));
    return 0;
}
