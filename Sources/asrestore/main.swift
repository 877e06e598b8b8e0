import BackupCommands
import Glibc

exit(await RestoreCommand.run(Array(CommandLine.arguments.dropFirst())).rawValue)
