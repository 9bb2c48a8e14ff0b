using System.Text.RegularExpressions;
using Budstikke.Support;

namespace Budstikke.Tests.House;

public sealed partial class SettingsTests
{
    [Fact]
    public void Every_setting_that_the_code_reads_stands_in_the_operators_page()
    {
        var page = File.ReadAllText(RepositoryFolder.PathOf("docs", "operations", "configuration.md"));
        var read = Directory
            .EnumerateFiles(RepositoryFolder.PathOf("src", "Budstikke"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Setting().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value.Replace(":", "__", StringComparison.Ordinal))
            .Distinct()
            .ToList();

        read.ShouldContain("Storage__Sqlite");
        read.Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex(
        "\"((?:Storage|Secrets|Node|Email|Post|Sandbox|Connect|Callbacks|Invoicing|Peppol|Proxy|Telemetry|Logging):[A-Za-z]+)\""
    )]
    private static partial Regex Setting();
}
