import BackupCommands
import Glibc

exit(await BackupCommand.run(Array(CommandLine.arguments.dropFirst())).rawValue)
