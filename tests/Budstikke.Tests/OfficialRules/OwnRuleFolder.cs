namespace Budstikke.Tests.OfficialRules;

/// <summary>
/// A folder with a rule file of our own, as an operator names one: the official ones may not be copied.
/// </summary>
internal sealed class OwnRuleFolder : IDisposable
{
    /// <summary>Items of this name may not be invoiced, nor credited.</summary>
    public const string Forbidden = "Forbidden";

    /// <summary>Items of this name are warned of.</summary>
    public const string Odd = "Odd";

    private const string Rules = """
        <schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
          <!-- Last update: release 1.0.7 -->
          <ns prefix="cbc" uri="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"/>
          <ns prefix="cac" uri="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"/>
          <pattern>
            <rule context="cac:CreditNoteLine/cac:Item">
              <assert id="OWN-3" flag="fatal" test="cbc:Name != 'Hair Wash'">[OWN-3]-Washed hair stays washed.</assert>
            </rule>
            <rule context="cac:Item">
              <assert id="OWN-1" flag="fatal" test="cbc:Name != 'Forbidden'">[OWN-1]-An item must be allowed.</assert>
              <assert id="OWN-2" flag="warning" test="cbc:Name != 'Odd'">[OWN-2]-An item should not be odd.</assert>
            </rule>
          </pattern>
        </schema>
        """;

    public OwnRuleFolder(string rules = Rules)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "sch"));
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "xsd"));
        File.WriteAllText(System.IO.Path.Combine(Path, "sch", "OWN.sch"), rules);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("budstikke-rules-").FullName;

    public Dictionary<string, string?> Settings => new() { ["Peppol:Rules"] = Path };

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
