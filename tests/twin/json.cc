// json.cc -- the twin's reading of one JSON object.
#include "tests/twin/json.h"

#include <cstddef>
#include <vector>

namespace why502_tests {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Does a valid UTF-8 sequence begin at `at`? Gives its length, or 0.
std::size_t utf8_length(const std::string& text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const unsigned first = byte(at);
  std::size_t length = 0;
  unsigned code = 0;
  if (first < 0x80) return 1;
  if (first >= 0xC0 && first < 0xE0) length = 2, code = first & 0x1Fu;
  if (first >= 0xE0 && first < 0xF0) length = 3, code = first & 0x0Fu;
  if (first >= 0xF0 && first < 0xF8) length = 4, code = first & 0x07u;
  if (length == 0) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0u) != 0x80u) return 0;
    code = code << 6 | (byte(at + i) & 0x3Fu);
  }
  const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < least[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return 0;
  return length;
}

class Reader {
 public:
  explicit Reader(const std::string& text) : text_(text) {}

  std::optional<Json> read(bool any_bytes) {
    if (text_.empty() || text_[0] != '{') return std::nullopt;
    for (std::size_t i = 0; i < text_.size() && !any_bytes;) {
      const std::size_t length = utf8_length(text_, i);
      if (length == 0) return std::nullopt;
      i += length;
    }
    if (!object("", 1, true)) return std::nullopt;
    blanks();
    if (at_ != text_.size()) return std::nullopt;
    return json_;
  }

 private:
  void blanks() {
    while (at_ < text_.size() && std::string(" \t\n\r").find(text_[at_]) != std::string::npos) ++at_;
  }
  bool take(char c) {
    blanks();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool word(const std::string& w) {
    if (text_.compare(at_, w.size(), w) != 0) return false;
    at_ += w.size();
    return true;
  }

  bool object(const std::string& path, int depth, bool kept) {
    if (depth > 32 || !take('{')) return false;
    if (take('}')) return true;
    do {
      std::string key;
      blanks();
      if (!string(&key) || !take(':')) return false;
      if (depth == 1) json_.keys[key] += 1;
      blanks();
      if (depth == 1 && at_ < text_.size()) json_.members.emplace_back(key, text_[at_]);
      if (!value(depth == 1 ? key : path + "." + key, depth, kept)) return false;
    } while (take(','));
    return take('}');
  }

  bool value(const std::string& path, int depth, bool kept) {
    blanks();
    if (at_ == text_.size()) return false;
    const char c = text_[at_];
    if (c == '{') return object(path, depth + 1, kept);
    if (c == '[') return array(path, depth + 1, kept);
    if (c == '"') {
      std::string s;
      if (!string(&s)) return false;
      ++strings_;
      if (kept && json_.strings.emplace(path, s).second) json_.ordinals[path] = strings_;
      return true;
    }
    if (word("true")) {
      if (kept && depth == 1 && path == "truncated" && !json_.truncated) {
        json_.truncated = true;
        json_.strings_before_truncated = strings_;
      }
      if (kept && path == "_partial") json_.strings.emplace(path, "true");
      return true;
    }
    if (word("false") || word("null")) return true;
    const std::size_t begin = at_;
    if (!number()) return false;
    if (kept) json_.numbers.emplace(path, text_.substr(begin, at_ - begin));
    return true;
  }

  bool array(const std::string& path, int depth, bool kept) {
    if (depth > 32 || !take('[')) return false;
    const bool is_message = kept && depth == 2 && path == "MESSAGE";
    bool all_bytes = true;
    std::string bytes;
    std::optional<std::string> first;
    if (!take(']')) {
      do {
        blanks();
        const std::size_t begin = at_;
        if (!value(path, depth, false)) return false;
        const std::string token = text_.substr(begin, at_ - begin);
        if (token[0] == '"' && !first) {
          at_ = begin;
          first.emplace();
          string(&*first);
        }
        bool is_byte = token.size() <= 3;
        for (const char c : token) is_byte = is_byte && is_digit(c);
        is_byte = is_byte && std::stoi(token) < 256;
        all_bytes = all_bytes && is_byte;
        if (is_byte) bytes += static_cast<char>(std::stoi(token));
      } while (take(','));
      if (!take(']')) return false;
    }
    if (is_message && !bytes.empty() && all_bytes) {
      json_.strings.emplace(path, bytes);
    } else if (is_message && first) {
      json_.strings.emplace(path, *first);
    }
    return true;
  }

  bool number() {
    const auto digits = [&] {
      const std::size_t begin = at_;
      while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
      return at_ > begin;
    };
    if (text_[at_] == '-') ++at_;
    if (at_ < text_.size() && text_[at_] == '0') {
      ++at_;
    } else if (!digits()) {
      return false;
    }
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      if (!digits()) return false;
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (!digits()) return false;
    }
    return true;
  }

  bool unicode(unsigned* code) {
    *code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      if (at_ == text_.size()) return false;
      const char c = text_[at_];
      const std::string hex = "0123456789abcdef", upper = "0123456789ABCDEF";
      std::size_t digit = hex.find(c);
      if (digit == std::string::npos) digit = upper.find(c);
      if (digit == std::string::npos) return false;
      *code = *code * 16 + static_cast<unsigned>(digit);
    }
    return true;
  }

  bool string(std::string* out) {
    if (at_ == text_.size() || text_[at_] != '"') return false;
    for (++at_; at_ < text_.size();) {
      const char c = text_[at_++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c != '\\') {
        *out += c;
        continue;
      }
      if (at_ == text_.size()) return false;
      const char e = text_[at_++];
      const std::string from = "\"\\/bfnrt", to = "\"\\/\b\f\n\r\t";
      if (const std::size_t i = from.find(e); i != std::string::npos) {
        *out += to[i];
        continue;
      }
      unsigned code = 0, low = 0;
      if (e != 'u' || !unicode(&code)) return false;
      if (code >= 0xDC00 && code <= 0xDFFF) return false;
      if (code >= 0xD800 && code <= 0xDBFF) {
        if (!word("\\u") || !unicode(&low) || low < 0xDC00 || low > 0xDFFF) return false;
        code = 0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00);
      }
      append_utf8(code, out);
    }
    return false;
  }

  static void append_utf8(unsigned code, std::string* out) {
    const auto put = [&](unsigned byte) { *out += static_cast<char>(byte); };
    if (code < 0x80) {
      put(code);
    } else if (code < 0x800) {
      put(0xC0 | code >> 6), put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      put(0xE0 | code >> 12), put(0x80 | (code >> 6 & 0x3F)), put(0x80 | (code & 0x3F));
    } else {
      put(0xF0 | code >> 18), put(0x80 | (code >> 12 & 0x3F)), put(0x80 | (code >> 6 & 0x3F));
      put(0x80 | (code & 0x3F));
    }
  }

  const std::string& text_;
  std::size_t at_ = 0;
  int strings_ = 0;  // values so far
  Json json_;
};

}  // namespace

std::string valid_utf8(const std::string& bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = utf8_length(bytes, at);
    out += length == 0 ? "\xEF\xBF\xBD" : bytes.substr(at, length);
    at += length == 0 ? 1 : length;
  }
  return out;
}

std::optional<Json> read_json(const std::string& text, bool any_bytes) { return Reader(text).read(any_bytes); }

}  // namespace why502_tests
