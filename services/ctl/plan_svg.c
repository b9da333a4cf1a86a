/* The picture of a plan: SVG, two parts. Above a row for each worker with the visits as bars along the day; below the
 * map with each worker's way in the same colour. */
#include "services/ctl/plan_svg.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 1200
#define LEFT 90
#define ROW 24
#define TOP 60
#define MAP 700

struct frame {
    double from, to;           /* time */
    double low_x, low_y, size; /* of the map */
    int rows;
};

static const char *colour(int row)
{
    static const char *const colours[] = {"#1b6ca8", "#c8553d", "#588b4a", "#8e5ea2", "#b8860b", "#2a9d8f",
                                          "#d1495b", "#4a5568", "#7b9e12", "#a0522d", "#3d5a80", "#e07a00"};
    return colours[row % (int)(sizeof colours / sizeof colours[0])];
}

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
                          json_pack("{ss sf sf sf sf sf sb}", "name", visit->name, "start", visit->start, "end",
                                    visit->end, "due", visit->due, "x", visit->x, "y", visit->y, "pair", visit->pair));
}

static double number(const json_t *visit, const char *key)
{
    return json_real_value(json_object_get(visit, key));
}

/* Text between tags: the three signs that SVG would take for its own are written as names. */
static void put_text(FILE *to, const char *text)
{
    for (; *text; text++) {
        if (*text == '<' || *text == '>' || *text == '&')
            fprintf(to, *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : "&amp;");
        else
            fputc(*text, to);
    }
}

/* ---- measures ---- */

static void stretch(struct frame *frame, double *high_x, double *high_y, const json_t *visit)
{
    frame->from = fmin(frame->from, number(visit, "start"));
    frame->to = fmax(frame->to, number(visit, "end"));
    frame->low_x = fmin(frame->low_x, number(visit, "x"));
    frame->low_y = fmin(frame->low_y, number(visit, "y"));
    *high_x = fmax(*high_x, number(visit, "x"));
    *high_y = fmax(*high_y, number(visit, "y"));
}

static struct frame frame_of(const struct drawing *drawing)
{
    struct frame frame = {.from = INFINITY, .to = -INFINITY, .low_x = drawing->x, .low_y = drawing->y};
    double high_x = drawing->x, high_y = drawing->y;
    size_t i, j;
    json_t *row, *visit;
    json_array_foreach(drawing->rows, i, row) json_array_foreach(json_object_get(row, "visits"), j, visit)
        stretch(&frame, &high_x, &high_y, visit);
    if (frame.from > frame.to)
        frame.from = frame.to = 0;
    frame.to = frame.to > frame.from ? frame.to : frame.from + 1;
    frame.size = fmax(fmax(high_x - frame.low_x, high_y - frame.low_y), 1e-9);
    frame.rows = (int)json_array_size(drawing->rows);
    return frame;
}

static double at_time(const struct frame *frame, double time)
{
    return LEFT + (time - frame->from) / (frame->to - frame->from) * (WIDTH - LEFT - 20);
}

static double at_x(const struct frame *frame, double x)
{
    return (WIDTH - MAP) / 2.0 + 30 + (x - frame->low_x) / frame->size * (MAP - 60);
}

static double at_y(const struct frame *frame, double y)
{
    return TOP + frame->rows * ROW + 60 + (MAP - 60) - (y - frame->low_y) / frame->size * (MAP - 60);
}

/* ---- the day ---- */

static void draw_bar(FILE *to, const struct frame *frame, int row, const json_t *visit)
{
    double start = number(visit, "start"), due = number(visit, "due");
    double from = at_time(frame, start), width = fmax(at_time(frame, number(visit, "end")) - from, 2);
    bool late = due > 0 && start > due + 1e-9;
    fprintf(to,
            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\" fill=\"%s\" stroke=\"%s\" "
            "stroke-width=\"%d\"/>",
            from, TOP + row * ROW + 3, width, ROW - 6, colour(row),
            late                                           ? "#d00000"
            : json_is_true(json_object_get(visit, "pair")) ? "#000000"
                                                           : "none",
            late ? 3 : 1);
    if (width > 16) {
        fprintf(to, "<text x=\"%.1f\" y=\"%d\" fill=\"#fff\" text-anchor=\"middle\">", from + width / 2,
                TOP + row * ROW + 16);
        put_text(to, json_string_value(json_object_get(visit, "name")));
        fprintf(to, "</text>");
    }
    fprintf(to, "\n");
}

static void draw_hours(FILE *to, const struct frame *frame)
{
    for (int i = 0; i <= 10; i++) {
        double time = frame->from + (frame->to - frame->from) * i / 10, x = at_time(frame, time);
        fprintf(to,
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/>"
                "<text x=\"%.1f\" y=\"%d\" fill=\"#555\" text-anchor=\"middle\">%.0f</text>\n",
                x, TOP, x, TOP + frame->rows * ROW, x, TOP - 6, time);
    }
}

static void draw_day(FILE *to, const struct frame *frame, const json_t *rows)
{
    size_t i, j;
    json_t *row, *visit;
    draw_hours(to, frame);
    json_array_foreach(rows, i, row)
    {
        fprintf(to, "<text x=\"%d\" y=\"%d\" fill=\"%s\" text-anchor=\"end\">", LEFT - 8, TOP + (int)i * ROW + 16,
                colour((int)i));
        put_text(to, json_string_value(json_object_get(row, "name")));
        fprintf(to, "</text>\n");
        json_array_foreach(json_object_get(row, "visits"), j, visit) draw_bar(to, frame, (int)i, visit);
    }
}

/* ---- the map ---- */

static void draw_way(FILE *to, const struct frame *frame, const struct drawing *drawing, int row, const json_t *visits)
{
    size_t i;
    json_t *visit;
    fprintf(to, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" opacity=\"0.8\" points=\"%.1f,%.1f",
            colour(row), at_x(frame, drawing->x), at_y(frame, drawing->y));
    json_array_foreach(visits, i, visit)
        fprintf(to, " %.1f,%.1f", at_x(frame, number(visit, "x")), at_y(frame, number(visit, "y")));
    fprintf(to, " %.1f,%.1f\"/>\n", at_x(frame, drawing->x), at_y(frame, drawing->y));
    json_array_foreach(visits, i, visit)
    {
        double x = at_x(frame, number(visit, "x")), y = at_y(frame, number(visit, "y"));
        fprintf(to, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/><text x=\"%.1f\" y=\"%.1f\" fill=\"#333\">",
                x, y, colour(row), x + 6, y + 4);
        put_text(to, json_string_value(json_object_get(visit, "name")));
        fprintf(to, "</text>\n");
    }
}

static void draw(FILE *to, const struct drawing *drawing)
{
    const struct frame frame = frame_of(drawing);
    int height = TOP + frame.rows * ROW + 60 + MAP;
    size_t i;
    json_t *row;
    fprintf(to,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
            "font-size=\"11\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n"
            "<text x=\"20\" y=\"28\" font-size=\"20\" fill=\"#111\">",
            WIDTH, height);
    put_text(to, drawing->title);
    fprintf(to, "</text>\n");
    draw_day(to, &frame, drawing->rows);
    json_array_foreach(drawing->rows, i, row) draw_way(to, &frame, drawing, (int)i, json_object_get(row, "visits"));
    fprintf(to, "<rect x=\"%.1f\" y=\"%.1f\" width=\"14\" height=\"14\" fill=\"#111\"/>\n</svg>\n",
            at_x(&frame, drawing->x) - 7, at_y(&frame, drawing->y) - 7);
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
