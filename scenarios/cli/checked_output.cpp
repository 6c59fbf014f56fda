#include "scenarios/cli/checked_output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace syncsim::cli {

// Opened for reading only, so that writing to one that was closed fails as it would have.
void claim_standard_descriptors() noexcept
{
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
        const bool is_closed = fcntl(descriptor, F_GETFD) < 0 && errno == EBADF;
        if (is_closed) (void)!open("/dev/null", O_RDONLY);
    }
}

checked_output::checked_output() : before_(std::cout.rdbuf(this))
{
    // Writing says that a reader has gone; dying of it would lose what else there is to do.
    std::signal(SIGPIPE, SIG_IGN);
    setp(waiting_.data(), waiting_.data() + waiting_.size());
}

checked_output::~checked_output()
{
    write_out();
    std::cout.rdbuf(before_);
}

std::error_code checked_output::finish()
{
    write_out();
    return failed_;
}

bool checked_output::write_out()
{
    const char* at = pbase();
    while (at != pptr() && !failed_ && !reader_has_gone_) {
        const auto written = write(STDOUT_FILENO, at, static_cast<std::size_t>(pptr() - at));
        if (written >= 0) {
            at += written;
        } else if (errno == EPIPE) {
            reader_has_gone_ = true;
        } else if (errno != EINTR) {
            failed_ = {errno, std::generic_category()};
        }
    }
    setp(waiting_.data(), waiting_.data() + waiting_.size());
    return !failed_ && !reader_has_gone_;
}

checked_output::int_type checked_output::overflow(int_type c)
{
    if (!write_out()) return traits_type::eof();
    if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
    return sputc(traits_type::to_char_type(c));
}

int checked_output::sync()
{
    return write_out() ? 0 : -1;
}

}  // namespace syncsim::cli
