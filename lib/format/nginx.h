// nginx.h -- the record that nginx's error_log writes: see ARCHITECTURE.md.
#ifndef WHY502_LIB_FORMAT_NGINX_H_
#define WHY502_LIB_FORMAT_NGINX_H_

#include "lib/format/format.h"

namespace why502::format {

// Source: nginx 1.31.4, src/core/ngx_log.c ngx_log_error_core(). Unchanged since 1.0.15.
bool nginx_head(std::string_view line, StampReader& stamps, Head* head);
Swept nginx_sweep(const Lines& lines, StampReader& stamps, const match::Matcher& matcher, MessageMemo& memo,
                  EventFn on_event);
Swept nginx_sweep_inner(const InnerLines& lines, StampReader& stamps, const match::Matcher& matcher, MessageMemo& memo,
                        EventFn on_event);
bool nginx_is_carrier(const Record& record);
bool nginx_is_open(const Record& record);
Outcome nginx_parse(const Record& record, const match::Matcher& matcher, EventFn on_event);

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_NGINX_H_
