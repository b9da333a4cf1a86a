/* The ballast is disk that nobody else gets, given back when the disk is full: without it a full disk could not even be
 * tidied, because moving a WAL and deleting rows take room too. */
#include "bus/disk.h"

#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/text.h"

#define PATH_MOST 4096

int64_t disk_free(const char *store)
{
    char copy[PATH_MOST];
    struct statvfs disk;
    if (TEXT_FORMAT(copy, "%s", store) != 0 || statvfs(dirname(copy), &disk) != 0)
        return -1;
    return (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
}

int64_t disk_ballast(const char *store, int64_t size)
{
    char path[PATH_MOST];
    struct stat file;
    if (TEXT_FORMAT(path, "%s-ballast", store) != 0)
        return 0;
    if (size == 0) {
        unlink(path);
        return 0;
    }
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return 0;
    int failed =
        fstat(fd, &file) != 0 || (file.st_size > size && ftruncate(fd, size) != 0) || posix_fallocate(fd, 0, size) != 0;
    close(fd);
    if (failed)
        unlink(path);
    return failed ? 0 : size;
}
