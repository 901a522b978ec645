// php_fpm.h -- the records of PHP-FPM's log, of its slow log, and of PHP's own error log.
#ifndef WHY502_LIB_FORMAT_PHP_FPM_H_
#define WHY502_LIB_FORMAT_PHP_FPM_H_

#include "lib/format/format.h"

namespace why502::format {

// "[22-Nov-2026 13:44:54] WARNING: [pool www] ...". What a child writes has no stamp.
// Source: PHP 8.4.24 sapi/fpm/fpm/zlog.c.
bool php_fpm_head(std::string_view line, StampReader& stamps, Head* head);
Outcome php_fpm_parse(const Record& record, const match::Matcher& matcher, EventFn on_event);

// "[22-Nov-2026 13:43:46]  [pool www] pid 14178", the script, and its frames, to an empty line.
// Source: PHP 8.4.24 sapi/fpm/fpm/fpm_php_trace.c.
bool php_fpm_slow_head(std::string_view line, StampReader& stamps, Head* head);
bool php_fpm_slow_is_open(const Record& record);
Outcome php_fpm_slow_parse(const Record& record, const match::Matcher& matcher, EventFn on_event);

// "[22-Nov-2026 13:45:11 UTC] PHP Fatal error:  ...", with the trace of what was not caught.
// Source: PHP 8.4.24 main/main.c php_log_err_with_severity().
bool php_head(std::string_view line, StampReader& stamps, Head* head);
bool php_is_open(const Record& record);
Outcome php_parse(const Record& record, const match::Matcher& matcher, EventFn on_event);

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_PHP_FPM_H_
