// angie_record.cc -- the members of one of Angie's JSON records.
#include "lib/format/angie_record.h"

#include "lib/base/bytes.h"
#include "lib/format/json_walk.h"

namespace why502::format {
namespace {

// The objects that tell something.
enum class In : std::uint8_t { nothing, record, error, http, stream, mail, other, request, session };

enum class Kind : std::uint8_t { string, digits };

// A member that is looked at: an object's with its own members, or a field.
struct Member {
  In in;
  std::string_view key;
  Kind kind = Kind::string;
  AngieField field = AngieField::text;
  In object = In::nothing;
};

constexpr Member kMembers[] = {
    {In::record, "time", Kind::string, AngieField::time},
    {In::record, "level", Kind::string, AngieField::level},
    {In::record, "pid", Kind::digits, AngieField::pid},
    {In::record, "tid", Kind::digits, AngieField::tid},
    {In::record, "connection", Kind::digits, AngieField::connection},
    {In::record, "message", Kind::string, AngieField::message},
    {In::record, "error", Kind::string, AngieField::text, In::error},
    {In::error, "code", Kind::digits, AngieField::error_code},
    {In::error, "message", Kind::string, AngieField::error_text},
    {In::record, "http", Kind::string, AngieField::text, In::http},
    {In::http, "action", Kind::string, AngieField::action},
    {In::http, "client", Kind::string, AngieField::client},
    {In::http, "server", Kind::string, AngieField::server},
    {In::http, "request", Kind::string, AngieField::text, In::request},
    {In::request, "server", Kind::string, AngieField::server},
    {In::request, "request_line", Kind::string, AngieField::request_line},
    {In::request, "subrequest", Kind::string, AngieField::subrequest},
    {In::request, "upstream", Kind::string, AngieField::upstream},
    {In::request, "host", Kind::string, AngieField::host},
    {In::record, "stream", Kind::string, AngieField::text, In::stream},
    {In::stream, "action", Kind::string, AngieField::action},
    {In::stream, "client", Kind::string, AngieField::client},
    {In::stream, "server", Kind::string, AngieField::server},
    {In::stream, "protocol", Kind::string, AngieField::protocol},
    {In::stream, "session", Kind::string, AngieField::text, In::session},
    {In::session, "upstream", Kind::string, AngieField::upstream},
    {In::record, "mail", Kind::string, AngieField::text, In::mail},
    {In::mail, "action", Kind::string, AngieField::action},
    {In::mail, "client", Kind::string, AngieField::client},
    {In::mail, "server", Kind::string, AngieField::server},
    {In::mail, "login", Kind::string, AngieField::login},
    {In::mail, "upstream", Kind::string, AngieField::upstream},
    {In::record, "context", Kind::string, AngieField::text, In::other},
    {In::other, "action", Kind::string, AngieField::action},
    {In::other, "resolver", Kind::string, AngieField::resolver},
};

AngieContext context_of(In object) noexcept {
  switch (object) {
    case In::http: return AngieContext::http;
    case In::stream: return AngieContext::stream;
    case In::mail: return AngieContext::mail;
    case In::other: return AngieContext::other;
    default: return AngieContext::none;
  }
}

class Visitor {
 public:
  explicit Visitor(AngieRecord* to) noexcept : to_(to) {}

  // An object whose members count; of several contexts only the first is.
  In enter(In in, std::string_view key) noexcept {
    const Member* const member = member_of(in, key);
    return member == nullptr ? In::nothing : entered(member->object);
  }

  void string(In in, std::string_view key, std::string_view text) noexcept {
    last_ = text;
    const Member* const member = member_of(in, key);
    if (member != nullptr && member->kind == Kind::string) keep(*member, text);
  }

  void word(In in, std::string_view key, std::string_view text) noexcept {
    if (in == In::record && key == "truncated" && text == "true" && !to_->is_truncated) {
      to_->is_truncated = true;
      to_->may_be_cut = last_;
    }
    const Member* const member = member_of(in, key);
    const bool is_digits = base::skip_digits(text, 0) == text.size();
    if (member != nullptr && member->kind == Kind::digits && is_digits) keep(*member, text);
  }

 private:
  static const Member* member_of(In in, std::string_view key) noexcept {
    if (in == In::nothing) return nullptr;
    for (const Member& member : kMembers) {
      if (member.in == in && member.key == key) return &member;
    }
    return nullptr;
  }

  In entered(In object) noexcept {
    const AngieContext context = context_of(object);
    if (context == AngieContext::none) return object;
    if (to_->context == AngieContext::none) to_->context = context;
    return to_->context == context ? object : In::nothing;
  }

  void keep(const Member& member, std::string_view text) noexcept {
    // A string in place of an object: a context's text, or nothing that we know.
    if (member.object != In::nothing &&
        (context_of(member.object) == AngieContext::none || entered(member.object) == In::nothing)) {
      return;
    }
    std::string_view& value = to_->values[static_cast<std::size_t>(member.field)];
    if (value.data() == nullptr) value = text;
  }

  std::string_view last_;  // the last string that was a value
  AngieRecord* to_;
};

}  // namespace

bool read_angie_record(std::string_view line, AngieRecord* record) noexcept {
  if (!may_be_angie_record(line)) return false;
  *record = {};
  Visitor visitor(record);
  if (!JsonWalk<Visitor, In>(line, &visitor).whole(In::record)) return false;
  for (const AngieField needed : {AngieField::time, AngieField::level, AngieField::pid, AngieField::tid}) {
    if (!record->has(needed)) return false;
  }
  return record->has(AngieField::message);
}

}  // namespace why502::format
