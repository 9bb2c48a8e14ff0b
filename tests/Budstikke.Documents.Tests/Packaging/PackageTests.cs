using System.IO.Compression;
using System.Xml.Linq;
using Budstikke.Support;

namespace Budstikke.Documents.Tests.Packaging;

public sealed class PackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("budstikke-package-");

    [Fact]
    public void The_library_packs_with_its_README_its_documentation_and_no_dependency()
    {
        using var package = Pack();

        package
            .Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith('_') && !name.StartsWith("package/", StringComparison.Ordinal))
            .ShouldBe(
                [
                    "[Content_Types].xml",
                    "Budstikke.Documents.nuspec",
                    "Fonts/OFL.txt",
                    "README.md",
                    "lib/net10.0/Budstikke.Documents.dll",
                    "lib/net10.0/Budstikke.Documents.pdb",
                    "lib/net10.0/Budstikke.Documents.xml",
                ],
                ignoreOrder: true
            );
        Described(package, "readme").ShouldHaveSingleItem().ShouldBe("README.md");
        Described(package, "license").ShouldHaveSingleItem().ShouldBe("Apache-2.0");
        Described(package, "dependency").ShouldBeEmpty();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>What was built for this test is packed as it is.</summary>
    private ZipArchive Pack()
    {
        var project = RepositoryFolder.PathOf("src", "Budstikke.Documents");
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var (exit, output) = Tool.Run(
            "dotnet",
            ["pack", project, "--no-build", "-nodeReuse:false", "-c", configuration, "-o", _folder.FullName]
        );
        exit.ShouldBe(0, output);
        return ZipFile.OpenRead(_folder.GetFiles("Budstikke.Documents.*.nupkg").ShouldHaveSingleItem().FullName);
    }

    private static string[] Described(ZipArchive package, string element)
    {
        using var stream = package
            .Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal))
            .Open();
        return [.. XDocument.Load(stream).Descendants().Where(e => e.Name.LocalName == element).Select(e => e.Value)];
    }
}
