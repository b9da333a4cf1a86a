/* libzmq 4.3.4 takes locked memory from libsodium for each frame that it en- or decrypts, and gives it back: seven
 * system calls, some twenty times what the encryption costs. So its allocator is ours: what is given back is wiped and
 * kept for the next one, with libsodium's locked pages, guard pages and exclusion from dumps around it. Invariant:
 * nothing stays in memory that was given back; few blocks are kept. */
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#define LEAST 64  /* bytes of the smallest kind; each is twice the one before it */
#define KINDS 9   /* up to 16 KiB; what is larger is not kept */
#define KEPT 16   /* of each kind: few threads hold few at a time */
#define LARGE 255 /* a kind that is not kept */
#define AWAY UINT64_C(0x6b6570742d626c6b)

/* Before what the caller gets, of the same alignment as libsodium's. */
struct head {
    uint64_t kind;
    uint64_t away; /* AWAY: it was given back */
};

static struct {
    atomic_flag taken;
    void *at[KINDS][KEPT];
    int count[KINDS];
} kept = {.taken = ATOMIC_FLAG_INIT};

static void kept_take(void)
{
    while (atomic_flag_test_and_set_explicit(&kept.taken, memory_order_acquire))
        continue; /* for the few instructions of a push or a pop */
}

static void kept_give(void)
{
    atomic_flag_clear_explicit(&kept.taken, memory_order_release);
}

/* libsodium's own. */
static void *library_malloc(size_t size)
{
    void *(*call)(size_t) = NULL;
    void *found = dlsym(RTLD_NEXT, "sodium_malloc");
    memcpy(&call, &found, sizeof call);
    return call ? call(size) : NULL;
}

static void library_free(void *block)
{
    void (*call)(void *) = NULL;
    void *found = dlsym(RTLD_NEXT, "sodium_free");
    memcpy(&call, &found, sizeof call);
    if (call)
        call(block);
}

static uint64_t kind_of(size_t size)
{
    uint64_t kind = 0;
    while (kind < KINDS && (size_t)LEAST << kind < size)
        kind++;
    return kind < KINDS ? kind : LARGE;
}

static struct head *kept_pop(uint64_t kind)
{
    struct head *head = NULL;
    kept_take();
    if (kind < KINDS && kept.count[kind] > 0)
        head = kept.at[kind][--kept.count[kind]];
    kept_give();
    return head;
}

static bool kept_push(struct head *head)
{
    const uint64_t kind = head->kind;
    kept_take();
    const bool room = kind < KINDS && kept.count[kind] < KEPT;
    if (room)
        kept.at[kind][kept.count[kind]++] = head;
    kept_give();
    return room;
}

/* ---- in the place of libsodium's, which libzmq would call ---- */

void *sodium_malloc(const size_t size)
{
    const uint64_t kind = kind_of(size);
    struct head *head = kept_pop(kind);
    if (!head) {
        const size_t whole = kind == LARGE ? size : (size_t)LEAST << kind;
        if (whole > SIZE_MAX - sizeof *head - 15) {
            errno = ENOMEM;
            return NULL;
        }
        head = library_malloc(sizeof *head + ((whole + 15) & ~(size_t)15));
    }
    if (!head)
        return NULL;
    *head = (struct head){.kind = kind};
    return head + 1;
}

void *sodium_allocarray(size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size) {
        errno = ENOMEM;
        return NULL;
    }
    return sodium_malloc(count * size);
}

void sodium_free(void *block)
{
    struct head *head = block ? (struct head *)block - 1 : NULL;
    if (!head)
        return;
    if (head->away == AWAY || (head->kind >= KINDS && head->kind != LARGE))
        abort(); /* given back twice, or written over: as libsodium does */
    if (head->kind != LARGE)
        sodium_memzero(block, (size_t)LEAST << head->kind);
    head->away = AWAY;
    if (!kept_push(head))
        library_free(head); /* wipes it */
}
