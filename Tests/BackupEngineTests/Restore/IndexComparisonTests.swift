import AerospikeClient
import BackupFormat
import Testing

@testable import BackupEngine

/// Whether an index that the cluster lists is the one of the backup: one that is not is dropped and built again.
@Suite struct `Comparing indexes` {
    @Test(arguments: [
        "ns=test:set=demo:indexname=i:bin=a:type=NUMERIC:indextype=NONE:path=a:state=RW",
        "ns=test:set=demo:indexname=i:bin=a:type=NUMERIC:indextype=DEFAULT:path=a:state=RW",
        "ns=test:indexname=i:set=demo:bin=a:type=numeric:indextype=default:context=null:state=WO",
        "ns=test:indexname=i:set=demo:bin=a:type=INT SIGNED:indextype=default:context=NULL:exp=null:state=RW",
        "ns=test:indexname=i:set=demo:bin=a:type=integer:indextype=default:context=null:exp=null:state=RW",
    ])
    func `servers of all versions list the same index`(entry: String) {
        let wanted = SecondaryIndexDefinition(namespace: "test", set: "demo", name: "i", bin: "a", dataType: .numeric)
        #expect(IndexDefinition.list(entry).first?.isSame(as: IndexDefinition(wanted)) == true)
    }

    @Test(
        arguments: [
            ("STRING", .string), ("text", .string), ("GEO2DSPHERE", .geo), ("GeoJSON", .geo), ("Blob", .blob),
        ] as [(String, SecondaryIndexDefinition.DataType)]
    )
    func `the type has many names`(listed: String, type: SecondaryIndexDefinition.DataType) {
        let entry = "ns=test:indexname=i:set=demo:bin=a:type=\(listed):indextype=list:state=RW"
        let wanted = SecondaryIndexDefinition(
            namespace: "test",
            set: "demo",
            name: "i",
            kind: .list,
            bin: "a",
            dataType: type
        )
        #expect(IndexDefinition.list(entry).first?.isSame(as: IndexDefinition(wanted)) == true)
    }

    @Test(arguments: [("user:profile", "a:b", true), ("user", "a:b", false), ("user:profile", "a", false)])
    func `a colon belongs to its name`(set: String, bin: String, isSame: Bool) {
        let entry = "ns=test:indexname=i:set=user:profile:bin=a:b:type=string:indextype=default:context=null:state=RW"
        let wanted = SecondaryIndexDefinition(namespace: "test", set: set, name: "i", bin: bin, dataType: .string)
        #expect(IndexDefinition.list(entry).first?.isSame(as: IndexDefinition(wanted)) == isSame)
    }
}
