import Glibc

/// This process, as others see it.
enum ProcessIdentity {
    static var current: pid_t { getpid() }
}
