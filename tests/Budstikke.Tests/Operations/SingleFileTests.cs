using Budstikke.Support;

namespace Budstikke.Tests.Operations;

/// <summary>What makes one file that starts alone. Making it takes minutes, so the script that makes it starts it
/// too, and here it is only held that the script and the project agree.</summary>
public sealed class SingleFileTests
{
    [Fact]
    public void The_single_file_brings_its_native_libraries_and_its_script_starts_it_alone()
    {
        var project = File.ReadAllText(RepositoryFolder.PathOf("src", "Budstikke", "Budstikke.csproj"));
        var script = File.ReadAllText(RepositoryFolder.PathOf("single-file.sh"));

        var single = project.Split("Condition=\"'$(PublishSingleFile)' == 'true'\">")[1].Split("</PropertyGroup>")[0];
        single.ShouldContain("<IncludeNativeLibrariesForSelfExtract>true</IncludeNativeLibrariesForSelfExtract>");
        single.ShouldContain("<SelfContained>true</SelfContained>");
        script.ShouldContain("-p:PublishSingleFile=true");
        script.ShouldContain("env -i PATH=/nowhere");
        File.ReadAllText(RepositoryFolder.PathOf("README.md")).ShouldContain("./single-file.sh");
    }
}
