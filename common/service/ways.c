/* From settings to ways. */
#include "service/ways.h"

#include <sodium.h>

#include "base/text.h"

static void digest_add(crypto_generichash_state *digest, int64_t number)
{
    crypto_generichash_update(digest, (const uint8_t *)&number, sizeof number);
}

static void digest_add_matrix(crypto_generichash_state *digest, const struct travel_matrix *matrix)
{
    digest_add(digest, matrix->areas);
    for (int i = 0; i < matrix->areas; i++) {
        const struct travel_area *area = &matrix->area[i];
        crypto_generichash_update(digest, (const uint8_t *)area->code, sizeof area->code);
        digest_add(digest, area->centre.lat);
        digest_add(digest, area->centre.lon);
        digest_add(digest, area->metres);
    }
    crypto_generichash_update(digest, (const uint8_t *)matrix->way, sizeof matrix->way);
}

static void digest_make(struct travel *travel)
{
    crypto_generichash_state digest;
    crypto_generichash_init(&digest, NULL, 0, sizeof travel->digest);
    crypto_generichash_update(&digest, (const uint8_t *)travel->datum, sizeof travel->datum);
    digest_add(&digest, travel->detour_pct);
    for (int mode = TRAVEL_WALK; mode < TRAVEL_MODES; mode++) {
        digest_add(&digest, travel->m_h[mode]);
        digest_add(&digest, travel->fixed_min[mode]);
    }
    if (travel->matrix)
        digest_add_matrix(&digest, travel->matrix);
    crypto_generichash_final(&digest, travel->digest, sizeof travel->digest);
}

void ways_take(struct travel *travel, const struct config *config, const struct travel_matrix *matrix)
{
    *travel = (struct travel){
        .detour_pct = config->travel_detour_pct,
        .m_h = {0, config->travel_walk_m_h, config->travel_ebike_m_h, config->travel_bus_m_h},
        .fixed_min = {0, config->travel_walk_min, config->travel_ebike_min, config->travel_bus_min},
        .matrix = matrix,
    };
    TEXT_PUT(travel->datum, config->datum);
    digest_make(travel);
}
