// markup_of_foreign_text.cc -- what a log says is text on the HTML report's page, and cannot become markup.
#include <string>

#include "lib/report/html/markup.h"

void use(why502::report::html::Markup& page, const std::string& upstream) {
#ifdef WHY502_MISUSE
  page.tag("<td>").tag(upstream.c_str()).tag("</td>");
#else
  page.tag("<td>").text(upstream).tag("</td>");
#endif
}
