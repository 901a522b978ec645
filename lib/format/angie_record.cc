// angie_record.cc -- the members of one of Angie's JSON records.
//
// A reader of its own, since these objects are no UTF-8 where a client's bytes are none.
#include "lib/format/angie_record.h"

#include "lib/base/bytes.h"
#include "lib/base/json_text.h"

namespace why502::format {
namespace {

constexpr int kMaxDepth = 32;
constexpr std::string_view kStart = "{\"time\":\"";

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

class Reader {
 public:
  Reader(std::string_view text, AngieRecord* to) noexcept : text_(text), to_(to) {}

  bool read() noexcept {
    if (!object(In::record, 1)) return false;
    skip_blanks();
    return at_ == text_.size();
  }

 private:
  void skip_blanks() noexcept {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }
  bool take(char c) noexcept {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  // Its members count if `in` is not nothing.
  bool object(In in, int depth) noexcept {
    if (depth > kMaxDepth || !take('{')) return false;
    if (take('}')) return true;
    do {
      std::string_view key;
      skip_blanks();
      if (!string(&key) || !take(':')) return false;
      if (!value(in, key, depth)) return false;
    } while (take(','));
    return take('}');
  }

  bool array(int depth) noexcept {
    if (depth > kMaxDepth || !take('[')) return false;
    if (take(']')) return true;
    do {
      if (!value(In::nothing, {}, depth)) return false;
    } while (take(','));
    return take(']');
  }

  bool value(In in, std::string_view key, int depth) noexcept {
    skip_blanks();
    if (at_ >= text_.size()) return false;
    const Member* const member = in == In::nothing ? nullptr : member_of(in, key);
    switch (text_[at_]) {
      case '{': return object(member == nullptr ? In::nothing : enter(member->object), depth + 1);
      case '[': return array(depth + 1);
      case '"': {
        std::string_view text;
        if (!string(&text)) return false;
        last_ = text;
        if (member != nullptr && member->kind == Kind::string) keep(*member, text);
        return true;
      }
      default: return word(in, key, member);
    }
  }

  // A number, true, false or null.
  bool word(In in, std::string_view key, const Member* member) noexcept {
    const std::size_t begin = at_;
    while (at_ < text_.size() && std::string_view(",]} \t\n\r").find(text_[at_]) == std::string_view::npos) ++at_;
    const std::string_view text = text_.substr(begin, at_ - begin);
    if (in == In::record && key == "truncated" && text == "true" && !to_->is_truncated) {
      to_->is_truncated = true;
      to_->may_be_cut = last_;
    }
    const bool is_digits = base::skip_digits(text, 0) == text.size();
    if (member != nullptr && member->kind == Kind::digits && is_digits) keep(*member, text);
    return text == "true" || text == "false" || text == "null" || base::is_json_number(text);
  }

  // A string without its quotes, still escaped.
  bool string(std::string_view* text) noexcept {
    if (at_ >= text_.size() || text_[at_] != '"') return false;
    const std::size_t begin = ++at_;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        *text = text_.substr(begin, at_++ - begin);
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20) return false;
      const std::size_t length = c == '\\' ? base::read_json_escape(text_.substr(at_)).length : 1;
      if (length == 0) return false;
      at_ += length;
    }
    return false;
  }

  static const Member* member_of(In in, std::string_view key) noexcept {
    for (const Member& member : kMembers) {
      if (member.in == in && member.key == key) return &member;
    }
    return nullptr;
  }

  // Is the object one whose members count? Of several contexts only the first is.
  In enter(In object) noexcept {
    const AngieContext context = context_of(object);
    if (context == AngieContext::none) return object;
    if (to_->context == AngieContext::none) to_->context = context;
    return to_->context == context ? object : In::nothing;
  }

  void keep(const Member& member, std::string_view text) noexcept {
    // A string in place of an object: a context's text, or nothing that we know.
    if (member.object != In::nothing &&
        (context_of(member.object) == AngieContext::none || enter(member.object) == In::nothing)) {
      return;
    }
    std::string_view& value = to_->values[static_cast<std::size_t>(member.field)];
    if (value.data() == nullptr) value = text;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string_view last_;  // the last string that was a value
  AngieRecord* to_;
};

}  // namespace

bool read_angie_record(std::string_view line, AngieRecord* record) noexcept {
  if (!base::stands_at(line, 0, kStart)) return false;
  *record = {};
  if (!Reader(line, record).read()) return false;
  for (const AngieField needed : {AngieField::time, AngieField::level, AngieField::pid, AngieField::tid}) {
    if (!record->has(needed)) return false;
  }
  return record->has(AngieField::message);
}

}  // namespace why502::format
