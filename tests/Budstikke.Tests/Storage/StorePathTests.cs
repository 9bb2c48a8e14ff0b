using Budstikke.Storage;
using Budstikke.Support;
using Budstikke.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Budstikke.Tests.Storage;

/// <summary>However a path leads to an embedded store, one process serves it.</summary>
public sealed class StorePathTests : IDisposable
{
    private readonly string _folder = RealPath.Of(Directory.CreateTempSubdirectory("budstikke-path-").FullName);

    private string Real => Path.Combine(_folder, "store", "budstikke.db");

    public StorePathTests()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Real)!);
        File.WriteAllBytes(Real, []);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_second_node_that_comes_through_a_link_to_the_file_is_refused()
    {
        File.CreateSymbolicLink(In("other.db"), Real);

        ShouldBeRefusedBeside(Real, In("other.db"));
        ShouldBeRefusedBeside(In("other.db"), Real);
    }

    [Fact]
    public void A_second_node_that_comes_through_a_link_to_the_folder_is_refused()
    {
        Directory.CreateSymbolicLink(In("link"), "store");
        Directory.CreateSymbolicLink(In("link-to-link"), In("link"));

        ShouldBeRefusedBeside(Real, In("link-to-link/budstikke.db"));
        ShouldBeRefusedBeside(In("link/budstikke.db"), In("link-to-link/budstikke.db"));
    }

    [Fact]
    public void The_lock_of_the_release_before_is_kept_and_taken()
    {
        File.CreateSymbolicLink(In("other.db"), Real);
        using (var before = new FileStream(In("other.db.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            Refusal(In("other.db")).ShouldContain(before.Name);

        using var taken = Take(In("other.db"));

        Should.Throw<IOException>(() =>
            new FileStream(In("other.db.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None)
        );
    }

    [Fact]
    public void A_store_that_a_link_leads_to_is_made_where_it_leads()
    {
        File.CreateSymbolicLink(In("new.db"), Path.Combine("store", "made.db"));

        new SqliteDialect(In("new.db")).Path.ShouldBe(In("store/made.db"));
    }

    [Fact]
    public async Task Links_in_a_circle_are_refused_by_the_setting()
    {
        File.CreateSymbolicLink(In("a.db"), In("b.db"));
        File.CreateSymbolicLink(In("b.db"), In("a.db"));

        (await OpeningRefusal(In("a.db"))).ShouldStartWith($"Storage__Sqlite: {In("a.db")}");
    }

    [NeedsProgram("ln")]
    public async Task A_file_with_two_names_is_refused_by_both_and_to_every_command()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Tool.Run("ln", Real, In("twin.db")).ExitCode.ShouldBe(0);

        foreach (var path in new[] { Real, In("twin.db") })
        foreach (var use in Enum.GetValues<StoreUse>())
            (await OpeningRefusal(path, use)).ShouldStartWith($"Storage__Sqlite: {path} has more than one name");
        new FileInfo(Real).Length.ShouldBe(0);

        File.Delete(In("twin.db"));
        await using var opened = (await Open(Real)).Database;
    }

    private string In(string name) => Path.Combine(_folder, name);

    private static void ShouldBeRefusedBeside(string served, string path)
    {
        using (Take(served))
            Refusal(path).ShouldStartWith("Another process serves");
        Take(path).Dispose();
    }

    private static StoreLock Take(string path) => StoreLock.Take(new Database(new SqliteDialect(path)));

    private static string Refusal(string path) => Should.Throw<StartRefusedException>(() => Take(path)).Message;

    private async Task<string> OpeningRefusal(string path, StoreUse use = StoreUse.Make) =>
        (await Should.ThrowAsync<StartRefusedException>(() => Open(path, use))).Message;

    private Task<(Database Database, Secrets Secrets)> Open(string path, StoreUse use = StoreUse.Make) =>
        OpenStore.Run(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        [OpenStore.SqliteSetting] = path,
                        ["Secrets:KeyFile"] = In("budstikke.key"),
                    }
                )
                .Build(),
            new TestClock(BudstikkeApp.Monday),
            use
        );
}
