# cmake -D OUT=HEADER -P cmake/embed_page.cmake PAGE.CSS PAGE.JS -- the HTML report's assets as constants, and
# the policy that lets a browser run these two and nothing else: it names them by their SHA-256.
set(base64 ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/)

function(base64_digit number out)
  string(SUBSTRING "${base64}" ${number} 1 digit)
  set(${out} ${digit} PARENT_SCOPE)
endfunction()

# 256 bits: 21 times 12, and 4 that are filled up.
function(base64_of_sha256 text out)
  string(SHA256 hex "${text}")
  set(result "")
  foreach(place RANGE 0 60 3)
    string(SUBSTRING ${hex} ${place} 3 three)
    math(EXPR first "0x${three} >> 6")
    math(EXPR second "0x${three} & 63")
    base64_digit(${first} a)
    base64_digit(${second} b)
    string(APPEND result ${a}${b})
  endforeach()
  string(SUBSTRING ${hex} 63 1 last)
  math(EXPR last "0x${last} << 2")
  base64_digit(${last} a)
  set(${out} "${result}${a}=" PARENT_SCOPE)
endfunction()

math(EXPR css_place "${CMAKE_ARGC} - 2")
math(EXPR js_place "${CMAKE_ARGC} - 1")
file(READ "${CMAKE_ARGV${css_place}}" style)
file(READ "${CMAKE_ARGV${js_place}}" script)
foreach(asset style script)
  if("${${asset}}" MATCHES "</|<!--|\\)page\"")
    message(FATAL_ERROR "the ${asset} of the HTML report holds what would end it early: ${CMAKE_MATCH_0}")
  endif()
  base64_of_sha256("${${asset}}" ${asset}_hash)
endforeach()

file(WRITE "${OUT}" "// why502_page.h -- made by cmake/embed_page.cmake from lib/report/html/page.css and page.js.
#ifndef WHY502_PAGE_H_
#define WHY502_PAGE_H_

inline constexpr char kPagePolicy[] = \"default-src 'none'; style-src 'sha256-${style_hash}'; \"
    \"script-src 'sha256-${script_hash}'; base-uri 'none'; form-action 'none'\";

inline constexpr char kPageStyle[] = R\"page(${style})page\";

inline constexpr char kPageScript[] = R\"page(${script})page\";

#endif  // WHY502_PAGE_H_
")
