/* The map: each worker's way from the station and back, the visits numbered in their order. A name stands where there
 * is room beside its visit, else it is left out: the bars above have it too. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "services/ctl/plan_svg_inside.h"

#define HEADING 34
#define HEIGHT_MOST 1300
#define INSET 40
#define DOT 8      /* radius */
#define LETTERS 10 /* size */

struct box {
    double left, top, right, bottom;
};

struct map {
    double low_x, low_y, scale, left, top, height;
    struct box *taken;
    int count;
};

/* ---- measures ---- */

static struct map map_of(const struct drawing *drawing, double top)
{
    struct map map = {.low_x = drawing->x, .low_y = drawing->y, .left = SVG_MARGIN + INSET, .top = top + HEADING};
    double high_x = drawing->x, high_y = drawing->y;
    size_t i, j;
    json_t *row, *visit;
    json_array_foreach(drawing->rows, i, row) json_array_foreach(json_object_get(row, "visits"), j, visit)
    {
        double x = svg_number(visit, "x"), y = svg_number(visit, "y");
        map.low_x = fmin(map.low_x, x);
        map.low_y = fmin(map.low_y, y);
        high_x = fmax(high_x, x);
        high_y = fmax(high_y, y);
    }
    double wide = high_x - map.low_x, high = high_y - map.low_y;
    if (fmax(wide, high) <= 0 || drawing->no_places)
        return map;
    map.scale = fmin((SVG_WIDTH - 2 * map.left) / fmax(wide, 1e-9), (HEIGHT_MOST - 2 * INSET) / fmax(high, 1e-9));
    map.height = high * map.scale + 2 * INSET;
    map.left = (SVG_WIDTH - wide * map.scale) / 2;
    return map;
}

static struct svg_point at(const struct map *map, double x, double y)
{
    return (struct svg_point){map->left + (x - map->low_x) * map->scale,
                              map->top + map->height - INSET - (y - map->low_y) * map->scale};
}

/* ---- room ---- */

static bool is_free(const struct map *map, struct box box)
{
    if (box.left < SVG_MARGIN || box.right > SVG_WIDTH - SVG_MARGIN || box.top < map->top ||
        box.bottom > map->top + map->height)
        return false;
    for (int i = 0; i < map->count; i++) {
        const struct box *other = &map->taken[i];
        if (box.left < other->right && other->left < box.right && box.top < other->bottom && other->top < box.bottom)
            return false;
    }
    return true;
}

static void take(struct map *map, struct box box)
{
    map->taken[map->count++] = box;
}

static struct box dot_box(struct svg_point point)
{
    return (struct box){point.x - DOT, point.y - DOT, point.x + DOT, point.y + DOT};
}

/* As near to the place as there is room: at it, else on rings around it. */
static struct svg_point place_dot(struct map *map, struct svg_point place)
{
    struct svg_point point = place;
    for (int i = 0; i < 48 && !is_free(map, dot_box(point)); i++) {
        int ring = 1 + i / 8;
        double far = (2 * DOT + 1) * ring, angle = i % 8 * 0.7853981633974483;
        point = (struct svg_point){place.x + far * cos(angle), place.y - far * sin(angle)};
    }
    take(map, dot_box(point));
    return point;
}

/* Right, left, above or below; false: there is no room. */
static bool place_name(struct map *map, struct svg_point dot, double width, struct svg_point *name)
{
    const struct svg_point tries[] = {{dot.x + DOT + 2, dot.y + 4},
                                      {dot.x - DOT - 2 - width, dot.y + 4},
                                      {dot.x - width / 2, dot.y - DOT - 3},
                                      {dot.x - width / 2, dot.y + DOT + LETTERS}};
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        struct box box = {tries[i].x, tries[i].y - LETTERS + 1, tries[i].x + width, tries[i].y + 2};
        if (!is_free(map, box))
            continue;
        take(map, box);
        *name = tries[i];
        return true;
    }
    return false;
}

/* ---- drawing ---- */

/* From the station from dot to dot and back. */
static void draw_line(FILE *to, struct svg_point station, int row, const struct svg_point *dots, size_t count)
{
    fprintf(to, "<polygon fill=\"none\" stroke-width=\"1.8\" stroke-linejoin=\"round\" opacity=\"0.55\" stroke=\"");
    svg_put_colour(to, row);
    fprintf(to, "\" points=\"%.1f,%.1f", station.x, station.y);
    for (size_t i = 0; i < count; i++)
        fprintf(to, " %.1f,%.1f", dots[i].x, dots[i].y);
    fprintf(to, "\"/>\n");
}

static void draw_dot(FILE *to, int row, size_t number, struct svg_point point, bool pair)
{
    fprintf(to, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" stroke=\"%s\" stroke-width=\"%.1f\" fill=\"", point.x,
            point.y, DOT - 1, pair ? SVG_INK : "#fff", pair ? 1.8 : 1.0);
    svg_put_colour(to, row);
    fprintf(to, "\"/><text x=\"%.1f\" y=\"%.1f\" font-size=\"9\" fill=\"#fff\" text-anchor=\"middle\">%zu</text>\n",
            point.x, point.y + 3.2, number);
}

static void draw_name(FILE *to, struct map *map, const char *text, struct svg_point dot)
{
    struct svg_point name;
    if (!place_name(map, dot, svg_text_width(text, LETTERS), &name))
        return;
    fprintf(to,
            "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\">",
            name.x, name.y, LETTERS);
    svg_put_text(to, text, 1e9);
    fprintf(to, "</text>\n");
}

static int count_visits(const struct drawing *drawing)
{
    int count = 0;
    size_t i;
    json_t *row;
    json_array_foreach(drawing->rows, i, row) count += (int)json_array_size(json_object_get(row, "visits"));
    return count;
}

/* Where all dots are, before anything is drawn: a way leads to its dots, and a name gives way to a dot. */
static void place_dots(struct map *map, const struct drawing *drawing, struct svg_point *dots)
{
    size_t i, j;
    json_t *row, *visit;
    json_array_foreach(drawing->rows, i, row) json_array_foreach(json_object_get(row, "visits"), j, visit) *dots++ =
        place_dot(map, at(map, svg_number(visit, "x"), svg_number(visit, "y")));
}

static void draw_ways(FILE *to, const struct map *map, const struct drawing *drawing, const struct svg_point *dots)
{
    size_t i;
    json_t *row;
    json_array_foreach(drawing->rows, i, row)
    {
        size_t count = json_array_size(json_object_get(row, "visits"));
        draw_line(to, at(map, drawing->x, drawing->y), (int)i, dots, count);
        dots += count;
    }
}

static void draw_visits(FILE *to, struct map *map, const struct drawing *drawing, const struct svg_point *dots)
{
    size_t i, j;
    json_t *row, *visit;
    const struct svg_point *dot = dots;
    json_array_foreach(drawing->rows, i, row) json_array_foreach(json_object_get(row, "visits"), j, visit)
        draw_dot(to, (int)i, j + 1, *dot++, json_is_true(json_object_get(visit, "pair")));
    json_array_foreach(drawing->rows, i, row) json_array_foreach(json_object_get(row, "visits"), j, visit)
        draw_name(to, map, svg_name(visit), *dots++);
}

double svg_map_height(const struct drawing *drawing)
{
    double height = map_of(drawing, 0).height;
    return height > 0 ? HEADING + height : 0;
}

void svg_draw_map(FILE *to, const struct drawing *drawing, double top)
{
    struct map map = map_of(drawing, top);
    size_t room = 2 * (size_t)count_visits(drawing) + 1;
    struct svg_point station = at(&map, drawing->x, drawing->y);
    struct svg_point *dots = calloc(room, sizeof *dots);
    map.taken = calloc(room, sizeof *map.taken);
    fprintf(to,
            "<text x=\"%d\" y=\"%.1f\" font-size=\"16\" font-weight=\"bold\">路线图 Map</text>\n"
            "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" rx=\"6\" fill=\"#f7f9fa\" stroke=\"#d9dee3\"/>\n",
            SVG_MARGIN, top + 18, SVG_MARGIN, map.top, SVG_WIDTH - 2 * SVG_MARGIN, map.height);
    if (dots && map.taken) {
        take(&map, (struct box){station.x - 9, station.y - 9, station.x + 9, station.y + 9});
        place_dots(&map, drawing, dots);
        draw_ways(to, &map, drawing, dots);
        fprintf(to, "<rect x=\"%.1f\" y=\"%.1f\" width=\"18\" height=\"18\" rx=\"2\"/>\n", station.x - 9,
                station.y - 9);
        draw_visits(to, &map, drawing, dots);
    }
    free(dots);
    free(map.taken);
}
