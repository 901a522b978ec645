// near.h -- which evidence fits which failures: what an incident shows beside them.
#ifndef WHY502_LIB_AGGREGATE_NEAR_H_
#define WHY502_LIB_AGGREGATE_NEAR_H_

#include "why502/cause.h"

namespace why502::counting {

struct Fit {
  Cause evidence;
  Cause failure;       // none: any
  bool only_fastcgi;   // the failures' upstreams speak FastCGI
  bool same_upstream;  // the evidence names one of the incident's
};

// Near, not because: a kind that does not fit is left out, one that fits is shown.
inline constexpr Fit kFits[] = {
    {Cause::pool_exhausted, Cause::backlog_full, true, false},
    {Cause::pool_exhausted, Cause::response_timeout, true, false},
    {Cause::pool_exhausted, Cause::connect_timeout, true, false},
    {Cause::pool_exhausted, Cause::connect_refused, true, false},
    {Cause::worker_crashed, Cause::connection_reset, false, false},
    {Cause::worker_crashed, Cause::closed_early, false, false},
    {Cause::worker_crashed, Cause::truncated_response, false, false},
    {Cause::backend_restarted, Cause::connect_refused, false, false},
    {Cause::backend_restarted, Cause::socket_missing, false, false},
    {Cause::backend_restarted, Cause::connection_reset, false, false},
    {Cause::backend_restarted, Cause::closed_early, false, false},
    {Cause::backend_restarted, Cause::truncated_response, false, false},
    {Cause::script_timeout, Cause::response_timeout, true, false},
    {Cause::script_timeout, Cause::connection_reset, true, false},
    {Cause::script_timeout, Cause::closed_early, true, false},
    {Cause::slow_script, Cause::response_timeout, true, false},
    {Cause::slow_script, Cause::backlog_full, true, false},
    {Cause::app_error, Cause::app_error, false, false},
    {Cause::app_error, Cause::connection_reset, true, false},
    {Cause::app_error, Cause::closed_early, true, false},
    {Cause::peer_disabled, Cause::none, false, true},
    {Cause::peer_disabled, Cause::no_live_upstreams, false, false},
    {Cause::health_check_failed, Cause::none, false, true},
    {Cause::health_check_failed, Cause::no_live_upstreams, false, false},
    {Cause::gateway_exhausted, Cause::none, false, false},
    {Cause::gateway_error, Cause::none, false, false},
    {Cause::gateway_storage, Cause::gateway_storage, false, false},
    {Cause::misconfigured, Cause::misconfigured, false, false},
};

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_NEAR_H_
