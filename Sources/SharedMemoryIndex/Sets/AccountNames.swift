import Glibc

/// The names of users and groups, or their numbers if they have none.
struct AccountNames {
    /// The name of a user.
    func user(_ number: UInt32) -> String {
        getpwuid(number).map { String(cString: $0.pointee.pw_name) } ?? "\(number)"
    }

    /// The name of a group.
    func group(_ number: UInt32) -> String {
        getgrgid(number).map { String(cString: $0.pointee.gr_name) } ?? "\(number)"
    }
}
