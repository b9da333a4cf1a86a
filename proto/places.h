/* Which services a set with several places has once (DESIGN 8): their names, streams and endpoints bear no place. All
 * others run once for each place, as `booking/xinhui`: the name of the instance, of its own stream, and the source of
 * what it says. */
#ifndef ANXIN_PROTO_PLACES_H
#define ANXIN_PROTO_PLACES_H

#define SERVICES_OF_THE_WHOLE "notification"

#endif
