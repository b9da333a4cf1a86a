/* Under libFuzzer: the program's own name says which target it is (links of that name, made by `run`). As `corpus` it
 * packs and unpacks the corpus:
 *     corpus                     a line for each target: name, folder, largest input, sources
 *     corpus unpack FOLDER TO    each input of a folder of the corpus, or of golden bytes, as a file
 *     corpus pack FROM           each file of a folder as a line, to stdout */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct fuzz_row *target;

/* ---- the corpus ---- */

struct unpacking {
    const char *to, *from;
    int count;
};

/* Named after its folder and its place there. */
static void unpack_one(void *self, const uint8_t *data, size_t size)
{
    struct unpacking *unpacking = self;
    char path[512];
    const char *name = strrchr(unpacking->from, '/');
    TEXT_FORMAT(path, "%s/%s-%04d", unpacking->to, name ? name + 1 : unpacking->from, unpacking->count++);
    FILE *file = fopen(path, "we");
    FUZZ_DEMAND(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
}

static void pack_one(void *self, const uint8_t *data, size_t size)
{
    (void)self;
    for (size_t i = 0; i < size; i++)
        printf("%02x", data[i]);
    putchar('\n');
}

static int corpus_run(int argc, char **argv)
{
    struct unpacking unpacking = {argc > 3 ? argv[3] : ".", argc > 2 ? argv[2] : ".", 0};
    if (argc == 4 && strcmp(argv[1], "unpack") == 0)
        return fuzz_corpus(argv[2], unpack_one, &unpacking) < 0;
    if (argc == 3 && strcmp(argv[1], "pack") == 0)
        return fuzz_corpus(argv[2], pack_one, NULL) < 0;
    for (const struct fuzz_row *row = fuzz_rows; row->name; row++)
        printf("%s %s %zu %s\n", row->name, row->folder, row->most, row->sources);
    return argc != 1;
}

/* ---- the target ---- */

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *slash = strrchr((*argv)[0], '/'), *name = slash ? slash + 1 : (*argv)[0];
    for (target = fuzz_rows; target->name; target++)
        if (strcmp(target->name, name) == 0)
            return 0;
    exit(corpus_run(*argc, *argv));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    target->run(data, size);
    return 0;
}
