import Glibc

/// A file as large as its file system allows, so that what is written at its end fits in part only, as on a full disk.
enum NearlyFullFile {
    /// Extends a file by a hole, in front of which its bytes stay.
    ///
    /// - Returns: The size, so many bytes less than the largest that the file can have.
    static func extend(_ path: String, room: off_t) -> off_t {
        var fits: off_t = 0
        var fails = off_t.max
        if truncate(path, fails) == 0 { fits = fails }
        while fails - fits > 1 {
            let size = fits + (fails - fits) / 2
            if truncate(path, size) == 0 { fits = size } else { fails = size }
        }
        truncate(path, fits - room)
        return fits - room
    }

    /// The size of a file; -1 if there is none.
    static func size(_ path: String) -> off_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_size : -1
    }
}
