// redact.h -- events without what tells who asked.
#ifndef WHY502_REDACT_H_
#define WHY502_REDACT_H_

#include <string>

#include "why502/event.h"

namespace why502 {

// Replaces in a record, and so in all fields of its event:
//   * the client's address, wherever it stands, by "client-" and six hex digits;
//   * query strings, of the request and of any other URI, by "...";
//   * the login of a mail session by "login-" and six hex digits.
// The same address has the same name in every log and on every machine, so reports can be
// compared and merged, and clients counted (two of 5,000 share a name about half the time).
//
// It protects from reading, not from guessing: the hash has no secret, so whoever suspects
// an address can check it, though of all IPv4 addresses 256 share each name. Left alone are
// upstreams, server and host names, paths, and what applications wrote into a message.
//
// LIFETIME. The event's views live as long as those of the one it was made of, and until the
// next call. THREADS. One thread at a time. COST. O(size of the record).
class Redactor {
 public:
  Event redact(const Event& event);

 private:
  std::string text_, side_;
};

}  // namespace why502

#endif  // WHY502_REDACT_H_
