/* The picture of a plan: SVG. A title and what the signs mean; a row for each worker with the visits as bars along the
 * day; the map with each worker's way in the same colour. Made for a large sheet of paper: nothing lies on anything
 * else that is to be read, and what finds no room is left out. */
#include "services/ctl/plan_svg.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "services/ctl/plan_svg_inside.h"

#define HEAD 116
#define SIGNS 90

void drawing_row(struct drawing *drawing, const char *name)
{
    if (!drawing->rows)
        drawing->rows = json_array();
    json_array_append_new(drawing->rows, json_pack("{ss s[]}", "name", name, "visits"));
}

void drawing_visit(struct drawing *drawing, const struct drawing_visit *visit)
{
    json_t *row = json_array_get(drawing->rows, json_array_size(drawing->rows) - 1);
    json_array_append_new(json_object_get(row, "visits"),
                          json_pack("{ss sf sf sf sf sb sb}", "name", visit->name, "start", visit->start, "end",
                                    visit->end, "x", visit->x, "y", visit->y, "pair", visit->pair, "marked",
                                    visit->marked));
}

/* ---- what the parts share ---- */

double svg_number(const json_t *visit, const char *key)
{
    return json_real_value(json_object_get(visit, key));
}

const char *svg_name(const json_t *row_or_visit)
{
    return json_string_value(json_object_get(row_or_visit, "name"));
}

void svg_put_colour(FILE *to, int row)
{
    static const int light[] = {36, 42, 28};
    fprintf(to, "hsl(%d,%d%%,%d%%)", (int)(row * 137.508) % 360, row % 2 ? 62 : 78, light[row % 3]);
}

/* Bytes of the letter, and its width in letters of half a square. */
static size_t letter(const char *text, double *width)
{
    size_t bytes = 1;
    while (((unsigned char)text[bytes] & 0xc0) == 0x80)
        bytes++;
    *width = bytes >= 3 ? 2 : 1.15;
    return bytes;
}

double svg_text_width(const char *text, double size)
{
    double sum = 0, width;
    for (; *text; text += letter(text, &width), sum += width)
        ;
    return sum * size / 2;
}

static void put_letter(FILE *to, const char *text, size_t bytes)
{
    if (*text == '<' || *text == '>' || *text == '&')
        fprintf(to, *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : "&amp;");
    else if ((unsigned char)*text >= ' ')
        fwrite(text, 1, bytes, to);
}

void svg_put_text(FILE *to, const char *text, double room)
{
    bool fits = svg_text_width(text, 2) <= room;
    double width;
    while (*text) {
        size_t bytes = letter(text, &width);
        room -= width;
        if (!fits && room < 2) {
            fprintf(to, "…");
            return;
        }
        put_letter(to, text, bytes);
        text += bytes;
    }
}

/* ---- the page ---- */

struct counts {
    int visits, marked, pairs;
};

static struct counts count_visits(const struct drawing *drawing)
{
    struct counts counts = {0};
    size_t i, j;
    json_t *row, *visit;
    json_array_foreach(drawing->rows, i, row) json_array_foreach(json_object_get(row, "visits"), j, visit)
    {
        counts.visits++;
        counts.marked += json_is_true(json_object_get(visit, "marked"));
        counts.pairs += json_is_true(json_object_get(visit, "pair"));
    }
    return counts;
}

static const char *svg_mark(const struct drawing *drawing)
{
    return drawing->mark ? drawing->mark : "迟到 late";
}

/* A sign and what it means. */
static double put_sign(FILE *to, double x, const char *shape, const char *meaning)
{
    fprintf(to, "<g transform=\"translate(%.0f %d)\">%s<text x=\"28\" y=\"11\">", x, SIGNS, shape);
    svg_put_text(to, meaning, 1e9);
    fprintf(to, "</text></g>\n");
    return x + 28 + svg_text_width(meaning, 12) + 26;
}

/* Only what is to be seen below is explained. */
static void draw_signs(FILE *to, const struct drawing *drawing, const struct counts *counts)
{
    double x =
        put_sign(to, SVG_MARGIN, "<rect width=\"20\" height=\"14\" rx=\"3\" fill=\"" SVG_FAINT "\"/>", "服务 visit");
    x = put_sign(to, x, "<line y1=\"7\" x2=\"20\" y2=\"7\" stroke=\"" SVG_FAINT "\" stroke-width=\"2\"/>",
                 "路上或等候 on the way, or waiting");
    if (counts->pairs)
        x = put_sign(to, x,
                     "<rect x=\"1\" y=\"1\" width=\"18\" height=\"12\" rx=\"3\" fill=\"" SVG_FAINT
                     "\" stroke=\"" SVG_INK "\" stroke-width=\"2.5\"/>",
                     "由两人服务 by two workers");
    if (counts->marked)
        x = put_sign(to, x,
                     "<rect x=\"1\" y=\"1\" width=\"18\" height=\"12\" rx=\"3\" fill=\"" SVG_FAINT
                     "\" stroke=\"" SVG_LATE "\" stroke-width=\"3\"/>",
                     svg_mark(drawing));
    if (!drawing->no_places)
        put_sign(to, x, "<rect x=\"3\" width=\"14\" height=\"14\" fill=\"" SVG_INK "\"/>", "站点 station");
}

static void draw_head(FILE *to, const struct drawing *drawing)
{
    struct counts counts = count_visits(drawing);
    fprintf(to, "<text x=\"%d\" y=\"46\" font-size=\"26\" font-weight=\"bold\">", SVG_MARGIN);
    svg_put_text(to, drawing->title, 80);
    fprintf(to, "</text>\n<text x=\"%d\" y=\"44\" font-size=\"14\" text-anchor=\"end\">", SVG_WIDTH - SVG_MARGIN);
    svg_put_text(to, drawing->who, 30);
    fprintf(to, " %zu · 服务 visits %d", json_array_size(drawing->rows), counts.visits);
    if (counts.marked)
        fprintf(to, " · <tspan fill=\"" SVG_LATE "\">%s %d</tspan>", svg_mark(drawing), counts.marked);
    fprintf(to, "</text>\n<text x=\"%d\" y=\"72\" font-size=\"14\" fill=\"" SVG_FAINT "\">", SVG_MARGIN);
    svg_put_text(to, drawing->note ? drawing->note : "", 2 * (SVG_WIDTH - 2 * SVG_MARGIN) / 14.0);
    fprintf(to, "</text>\n");
    draw_signs(to, drawing, &counts);
}

int svg_put_names(FILE *to, const struct drawing *drawing, const char *before, double top)
{
    double left = SVG_MARGIN + svg_text_width(before, 12) + 12, x = left;
    int lines = 0;
    size_t i;
    json_t *row;
    json_array_foreach(drawing->rows, i, row)
    {
        double width = svg_text_width(svg_name(row), 12);
        if (json_array_size(json_object_get(row, "visits")))
            continue;
        lines += !lines || x + width > SVG_WIDTH - SVG_MARGIN;
        x = lines == 1 || x + width <= SVG_WIDTH - SVG_MARGIN ? x : left;
        if (to) {
            fprintf(to, "<text x=\"%.1f\" y=\"%.1f\">", x, top + (lines - 1) * SVG_LINE);
            svg_put_text(to, svg_name(row), 2 * (SVG_WIDTH - SVG_MARGIN - left) / 12);
            fprintf(to, "</text>\n");
        }
        x += width + 16;
    }
    return lines;
}

static void draw(FILE *to, const struct drawing *drawing)
{
    double day = svg_day_height(drawing), map = svg_map_height(drawing);
    fprintf(to,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" font-size=\"12\" fill=\"" SVG_INK "\" "
            "font-family=\"Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, "
            "sans-serif\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
            SVG_WIDTH, HEAD + day + map + SVG_MARGIN);
    draw_head(to, drawing);
    svg_draw_day(to, drawing, HEAD);
    if (map > 0)
        svg_draw_map(to, drawing, HEAD + day);
    fprintf(to, "</svg>\n");
}

int drawing_write(const struct ctl *ctl, struct drawing *drawing, const char *file)
{
    FILE *to = fopen(file, "w");
    if (to)
        draw(to, drawing);
    bool failed = !to || ferror(to);
    if ((to && fclose(to) != 0) || failed)
        ctl_say(ctl, CTL_USAGE, "%s: %s", file, strerror(errno));
    else
        failed = false;
    json_decref(drawing->rows);
    drawing->rows = NULL;
    return failed ? CTL_USAGE : CTL_DONE;
}
