// What LEMON's two best methods need for the arcs of a world that assign_bench wrote: assign_lemon FILE. Prints
// "name milliseconds objective" for each: processor time of the thread, without reading the file and making the graph.
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <vector>

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

struct Arc {
    int32_t row, column, cost;
};

static double now_ms()
{
    timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

struct World {
    int32_t rows = 0, columns = 0, price = 0;
    std::vector<Arc> arcs;
    bool read(const char *file)
    {
        int32_t count = 0;
        FILE *from = fopen(file, "rb");
        if (!from || fread(&rows, 4, 1, from) != 1 || fread(&columns, 4, 1, from) != 1 ||
            fread(&price, 4, 1, from) != 1 || fread(&count, 4, 1, from) != 1)
            return false;
        arcs.resize(count);
        bool whole = fread(arcs.data(), sizeof(Arc), count, from) == size_t(count);
        fclose(from);
        return whole;
    }
};

using Graph = lemon::SmartDigraph;

template <class Solver> static void solve(const char *name, const World &world)
{
    Graph graph;
    Graph::ArcMap<int64_t> cost(graph);
    Graph::ArcMap<int> room(graph);
    std::vector<Graph::Node> row(world.rows), column(world.columns, lemon::INVALID);
    Graph::Node out = graph.addNode();
    auto link = [&](Graph::Node from, Graph::Node to, int64_t price) {
        Graph::Arc arc = graph.addArc(from, to);
        cost[arc] = price;
        room[arc] = 1;
    };
    for (auto &node : row) {
        node = graph.addNode();
        link(node, out, world.price);
    }
    for (const Arc &arc : world.arcs) {
        if (column[arc.column] == lemon::INVALID) {
            column[arc.column] = graph.addNode();
            link(column[arc.column], out, 0);
        }
        link(row[arc.row], column[arc.column], arc.cost);
    }
    Graph::NodeMap<int> supply(graph, 0);
    for (auto node : row)
        supply[node] = 1;
    supply[out] = -world.rows;
    double from = now_ms();
    Solver solver(graph);
    solver.upperMap(room).costMap(cost).supplyMap(supply);
    solver.run();
    double ms = now_ms() - from;
    printf("%s %.3f %lld\n", name, ms, (long long)solver.template totalCost<int64_t>());
}

int main(int, char **argv)
{
    World world;
    if (!argv[1] || !world.read(argv[1]))
        return 1;
    solve<lemon::NetworkSimplex<Graph, int, int64_t>>("lemon_simplex", world);
    solve<lemon::CostScaling<Graph, int, int64_t>>("lemon_scaling", world);
}
