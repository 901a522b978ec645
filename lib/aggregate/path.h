// path.h -- the path of a request line, so that requests of one kind have one name.
#ifndef WHY502_LIB_AGGREGATE_PATH_H_
#define WHY502_LIB_AGGREGATE_PATH_H_

#include <string>
#include <string_view>

namespace why502::counting {

// "GET /users/42/cart?id=7 HTTP/1.1" gives "/users/*/cart": without method, scheme, host,
// query and version; segments that are ids (numbers, hexadecimal of 8 characters or more,
// UUIDs, or 20 characters and more with a digit and no dot) become "*". Of at most 256 bytes.
// The view lives as long as `room` and the request. O(request.size()).
std::string_view path_of(std::string_view request, std::string* room);

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_PATH_H_
