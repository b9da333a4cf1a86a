/* The days: a row for each worker, a bar for each visit, a thin line for what lies between two. */
#include <math.h>

#include "services/ctl/plan_svg_inside.h"

#define ROW 24
#define AXIS 34
#define BELOW 26
#define NAME_MOST 170 /* width of the names' column */
#define TICKS 16      /* at most */
#define LETTERS 10    /* size of the names in bars */
#define IDLE "无服务 no visits:"

struct frame {
    double from, to; /* time */
    double left, top, step;
    int rows;
    bool clock;
};

static double name_width(const struct drawing *drawing)
{
    double most = svg_text_width(drawing->who, 12);
    size_t i;
    json_t *row;
    json_array_foreach(drawing->rows, i, row) most = fmax(most, svg_text_width(svg_name(row), 12));
    return fmin(most, NAME_MOST);
}

/* A round number of time between two ticks. */
static double tick_step(double length, bool clock)
{
    static const int minutes[] = {15, 30, 60, 120, 240};
    for (size_t i = 0; clock && i < sizeof minutes / sizeof *minutes; i++)
        if (length / minutes[i] <= TICKS)
            return minutes[i];
    double step = pow(10, floor(log10(length / TICKS)));
    for (int i = 0; length / step > TICKS; i++)
        step *= i % 3 == 1 ? 2.5 : 2;
    return step;
}

/* Of those who have a visit; the others are named below. */
static int count_rows(const struct drawing *drawing)
{
    int count = 0;
    size_t i;
    json_t *row;
    json_array_foreach(drawing->rows, i, row) count += json_array_size(json_object_get(row, "visits")) > 0;
    return count;
}

static struct frame frame_of(const struct drawing *drawing, double top)
{
    struct frame frame = {.from = INFINITY, .to = -INFINITY, .rows = count_rows(drawing), .clock = drawing->clock};
    size_t i, j;
    json_t *row, *visit;
    json_array_foreach(drawing->rows, i, row) json_array_foreach(json_object_get(row, "visits"), j, visit)
    {
        frame.from = fmin(frame.from, svg_number(visit, "start"));
        frame.to = fmax(frame.to, svg_number(visit, "end"));
    }
    if (frame.from > frame.to)
        frame.from = frame.to = 0;
    frame.to = frame.to > frame.from ? frame.to : frame.from + 1;
    frame.step = tick_step(frame.to - frame.from, drawing->clock);
    frame.from = floor(frame.from / frame.step) * frame.step;
    frame.to = ceil(frame.to / frame.step) * frame.step;
    frame.left = SVG_MARGIN + name_width(drawing) + 30;
    frame.top = top + AXIS;
    return frame;
}

static double at_time(const struct frame *frame, double time)
{
    return frame->left + (time - frame->from) / (frame->to - frame->from) * (SVG_WIDTH - SVG_MARGIN - frame->left);
}

static void put_time(FILE *to, const struct frame *frame, double time)
{
    if (frame->clock)
        fprintf(to, "%02d:%02d", (int)time / 60, (int)time % 60);
    else
        fprintf(to, "%g", time);
}

static void draw_ticks(FILE *to, const struct frame *frame)
{
    for (int i = 0; frame->from + i * frame->step <= frame->to + frame->step / 2; i++) {
        double time = frame->from + i * frame->step, x = at_time(frame, time);
        fprintf(to,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#d9dee3\"/>"
                "<text x=\"%.1f\" y=\"%.1f\" fill=\"" SVG_FAINT "\" text-anchor=\"middle\">",
                x, frame->top - 4, x, frame->top + frame->rows * ROW, x, frame->top - 10);
        put_time(to, frame, time);
        fprintf(to, "</text>\n");
    }
}

/* In the bar, else behind it where the next one leaves room, else nowhere: the map has it too. */
static void put_name(FILE *to, const char *name, double from, double width, double next, double y)
{
    double wide = svg_text_width(name, LETTERS);
    if (wide <= width - 4)
        fprintf(to, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" fill=\"#fff\" text-anchor=\"middle\">",
                from + width / 2, y + 13, LETTERS);
    else if (wide <= next - from - width - 6)
        fprintf(to,
                "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" stroke=\"#fff\" stroke-width=\"4\" "
                "paint-order=\"stroke\">",
                from + width + 3, y + 13, LETTERS);
    else
        return;
    svg_put_text(to, name, 1e9);
    fprintf(to, "</text>");
}

static void draw_bar(FILE *to, const struct frame *frame, int row, int colour, const json_t *visit, double next)
{
    double start = svg_number(visit, "start"), y = frame->top + row * ROW + 3;
    double from = at_time(frame, start), width = fmax(at_time(frame, svg_number(visit, "end")) - from, 2);
    bool late = json_is_true(json_object_get(visit, "marked")), pair = json_is_true(json_object_get(visit, "pair"));
    fprintf(to, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"3\" fill=\"", from, y, width, ROW - 6);
    svg_put_colour(to, colour);
    if (late || pair)
        fprintf(to, "\" stroke=\"%s\" stroke-width=\"%.1f", late ? SVG_LATE : SVG_INK, late ? 3.0 : 2.0);
    fprintf(to, "\"><title>");
    svg_put_text(to, svg_name(visit), 100);
    putc(' ', to);
    put_time(to, frame, start);
    fprintf(to, "–");
    put_time(to, frame, svg_number(visit, "end"));
    fprintf(to, "</title></rect>");
    put_name(to, svg_name(visit), from, width, next, y);
    fprintf(to, "\n");
}

/* From the end of a visit to the begin of the next. */
static void draw_between(FILE *to, const struct frame *frame, int row, int colour, const json_t *before,
                         const json_t *after)
{
    double y = frame->top + row * ROW + ROW / 2.0;
    fprintf(to, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke-width=\"1.5\" stroke=\"",
            at_time(frame, svg_number(before, "end")), y, at_time(frame, svg_number(after, "start")), y);
    svg_put_colour(to, colour);
    fprintf(to, "\"/>\n");
}

static void draw_row(FILE *to, const struct frame *frame, int row, int colour, const json_t *whole)
{
    const json_t *visits = json_object_get(whole, "visits");
    size_t i;
    json_t *visit;
    if (row % 2 == 0)
        fprintf(to, "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%d\" fill=\"#000\" opacity=\"0.035\"/>\n",
                SVG_MARGIN, frame->top + row * ROW, SVG_WIDTH - 2 * SVG_MARGIN, ROW);
    fprintf(to, "<text x=\"%.1f\" y=\"%.1f\" font-weight=\"bold\" text-anchor=\"end\" fill=\"", frame->left - 10,
            frame->top + row * ROW + 16);
    svg_put_colour(to, colour);
    fprintf(to, "\">");
    svg_put_text(to, svg_name(whole), NAME_MOST / 6.0);
    fprintf(to, "</text>\n");
    for (i = 1; i < json_array_size(visits); i++)
        draw_between(to, frame, row, colour, json_array_get(visits, i - 1), json_array_get(visits, i));
    json_array_foreach(visits, i, visit)
    {
        const json_t *next = json_array_get(visits, i + 1);
        draw_bar(to, frame, row, colour, visit,
                 next ? at_time(frame, svg_number(next, "start")) : SVG_WIDTH - SVG_MARGIN);
    }
}

double svg_day_height(const struct drawing *drawing)
{
    return AXIS + count_rows(drawing) * ROW + svg_put_names(NULL, drawing, IDLE, 0) * SVG_LINE + BELOW;
}

void svg_draw_day(FILE *to, const struct drawing *drawing, double top)
{
    struct frame frame = frame_of(drawing, top);
    int drawn = 0;
    size_t i;
    json_t *row;
    draw_ticks(to, &frame);
    fprintf(to, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\" fill=\"" SVG_FAINT "\">", frame.left - 28,
            frame.top - 10);
    svg_put_text(to, drawing->who, NAME_MOST / 6.0);
    fprintf(to, "</text>\n");
    json_array_foreach(drawing->rows, i, row) if (json_array_size(json_object_get(row, "visits")))
        draw_row(to, &frame, drawn++, (int)i, row);
    double below = frame.top + frame.rows * ROW + SVG_LINE;
    if (svg_put_names(to, drawing, IDLE, below))
        fprintf(to, "<text x=\"%d\" y=\"%.1f\" fill=\"" SVG_FAINT "\">" IDLE "</text>\n", SVG_MARGIN, below);
}
