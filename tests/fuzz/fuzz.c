/* What the targets share. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define FUZZ_ROW(name, folder, most, sources) {#name, folder, most, name##_fuzz, sources},
const struct fuzz_row fuzz_rows[] = {FUZZ_TARGETS(FUZZ_ROW){NULL, NULL, 0, NULL, NULL}};

void fuzz_demand(int holds, const char *claim, const char *file, int line)
{
    if (holds)
        return;
    printf("%s:%d: does not hold: %s\n", file, line, claim); /* what a target says on stderr is put aside */
    fflush(stdout);
    abort();
}

char *fuzz_text(const uint8_t *data, size_t size)
{
    char *text = strndup((const char *)data, size);
    if (!text)
        abort();
    return text;
}

char *fuzz_line(char *text, char **rest)
{
    size_t length = strcspn(text, "\n");
    *rest = text + length + (text[length] == '\n');
    text[length] = '\0';
    return text;
}

/* ---- the corpus ---- */

struct contents {
    uint8_t *bytes;
    size_t size;
};

static int contents_read(struct contents *contents, const char *path)
{
    FILE *in = fopen(path, "re");
    FILE *all = in ? open_memstream((char **)&contents->bytes, &contents->size) : NULL;
    for (int byte; all && (byte = getc(in)) != EOF;)
        putc(byte, all);
    if (in)
        fclose(in);
    return all ? fclose(all) : -1;
}

static int lines_take(char *lines, fuzz_each *each, void *self)
{
    int count = 0;
    for (char *line, *rest = lines; *rest; count++) {
        line = fuzz_line(rest, &rest);
        size_t size = strlen(line) / 2;
        uint8_t *bytes = malloc(size + 1);
        FUZZ_DEMAND(bytes && text_unhex(bytes, size, line) == 0);
        each(self, bytes, size);
        free(bytes);
    }
    return count;
}

static int file_take(const char *path, fuzz_each *each, void *self)
{
    struct contents contents = {NULL, 0};
    const char *ending = strrchr(path, '.');
    int count = 1;
    if (contents_read(&contents, path) != 0)
        return -1;
    if (ending && strcmp(ending, ".hex") == 0)
        count = lines_take((char *)contents.bytes, each, self);
    else
        each(self, contents.bytes, contents.size);
    free(contents.bytes);
    return count;
}

int fuzz_corpus(const char *folder, fuzz_each *each, void *self)
{
    struct dirent **names = NULL;
    int count = scandir(folder, &names, NULL, alphasort), inputs = count < 0 ? -1 : 0;
    for (int i = 0; i < count; i++) {
        char path[512];
        int taken = 0;
        if (names[i]->d_name[0] != '.' && TEXT_FORMAT(path, "%s/%s", folder, names[i]->d_name) == 0)
            taken = file_take(path, each, self);
        inputs = taken < 0 || inputs < 0 ? -1 : inputs + taken;
        free(names[i]);
    }
    free(names);
    return inputs;
}
