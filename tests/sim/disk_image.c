/* Contents of files in pages that images share: what is copied, synced or put back costs nothing until it is written.
 * Invariant: behind the end of an image its last page holds zeros. */
#include <stdlib.h>
#include <string.h>

#include "disk_private.h"

static struct page *page_new(void)
{
    struct page *page = malloc(sizeof *page);
    if (!page || !(page->at = malloc(IMAGE_PAGE)))
        abort();
    page->holders = 1;
    return page;
}

static void page_drop(struct page *page)
{
    if (--page->holders > 0)
        return;
    free(page->at);
    free(page);
}

static int64_t pages_of(int64_t size)
{
    return (size + IMAGE_PAGE - 1) / IMAGE_PAGE;
}

/* Its page with that index, to be written: nobody else has it afterwards. What it held is kept unless it is whole. */
static uint8_t *page_own(struct image *image, int64_t index, bool whole)
{
    struct page *old = image->pages[index];
    if (old->holders == 1)
        return old->at;
    struct page *own = page_new();
    if (!whole)
        memcpy(own->at, old->at, IMAGE_PAGE);
    page_drop(old);
    image->pages[index] = own;
    return own->at;
}

/* To be longer by pages of zeros. */
static void image_extend(struct image *image, int64_t size)
{
    const int64_t pages = pages_of(size);
    image->pages = grow(image->pages, &image->room, pages, sizeof(struct page *));
    for (int64_t i = pages_of(image->size); i < pages; i++) {
        image->pages[i] = page_new();
        memset(image->pages[i]->at, 0, IMAGE_PAGE);
    }
    image->size = size;
}

void image_write(struct image *image, int64_t to, const void *data, int64_t size)
{
    const uint8_t *from = data;
    if (to + size > image->size)
        image_extend(image, to + size);
    while (size > 0) {
        const int64_t at = to % IMAGE_PAGE, part = IMAGE_PAGE - at < size ? IMAGE_PAGE - at : size;
        memcpy(page_own(image, to / IMAGE_PAGE, part == IMAGE_PAGE) + at, from, (size_t)part);
        to += part;
        from += part;
        size -= part;
    }
}

void image_read(const struct image *image, int64_t from, void *to, int64_t size)
{
    uint8_t *out = to;
    while (size > 0) {
        const int64_t at = from % IMAGE_PAGE, part = IMAGE_PAGE - at < size ? IMAGE_PAGE - at : size;
        memcpy(out, image->pages[from / IMAGE_PAGE]->at + at, (size_t)part);
        from += part;
        out += part;
        size -= part;
    }
}

void image_cut(struct image *image, int64_t size)
{
    const int64_t pages = pages_of(size), at = size % IMAGE_PAGE;
    if (size >= image->size) {
        image_extend(image, size);
        return;
    }
    for (int64_t i = pages; i < pages_of(image->size); i++)
        page_drop(image->pages[i]);
    if (at > 0)
        memset(page_own(image, pages - 1, false) + at, 0, (size_t)(IMAGE_PAGE - at));
    image->size = size;
}

static void page_share(struct image *to, const struct image *from, int64_t index)
{
    if (to->pages[index] == from->pages[index])
        return;
    page_drop(to->pages[index]);
    to->pages[index] = from->pages[index];
    to->pages[index]->holders++;
}

void image_copy(struct image *to, const struct image *from)
{
    image_cut(to, to->size < from->size ? to->size : from->size);
    image_follow(to, from, 0, to->size);
}

void image_follow(struct image *to, const struct image *from, int64_t at, int64_t size)
{
    const int64_t there = pages_of(to->size), pages = pages_of(from->size);
    to->pages = grow(to->pages, &to->room, pages, sizeof(struct page *));
    for (int64_t i = there; i < pages; i++) {
        to->pages[i] = from->pages[i];
        to->pages[i]->holders++;
    }
    for (int64_t i = at / IMAGE_PAGE; i < pages_of(at + size) && i < there; i++)
        page_share(to, from, i);
    to->size = from->size;
}

void image_free(struct image *image)
{
    for (int64_t i = 0; i < pages_of(image->size); i++)
        page_drop(image->pages[i]);
    free(image->pages);
    *image = (struct image){0};
}
