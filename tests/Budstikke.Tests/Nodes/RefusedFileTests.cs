using Budstikke.Storage;
using Budstikke.Support;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Nodes;

/// <summary>A file that a node cannot use ends its start with one line that names the setting and the path.</summary>
public sealed class RefusedFileTests : IDisposable
{
    private readonly string _folder = StoreFolder.New();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_store_that_is_a_folder()
    {
        Directory.CreateDirectory(In("budstikke.db"));

        await ShouldBeRefused(await Settings(), "Storage__Sqlite", In("budstikke.db"));
    }

    [Fact]
    public async Task A_store_in_a_folder_that_is_a_file()
    {
        await File.WriteAllTextAsync(In("file"), "");
        var settings = await Settings();
        settings[OpenStore.SqliteSetting] = In("file/budstikke.db");

        await ShouldBeRefused(settings, "Storage__Sqlite", In("file/budstikke.db"));
    }

    [Fact]
    public async Task A_lock_that_is_a_folder()
    {
        Directory.CreateDirectory(In("budstikke.db.lock"));

        await ShouldBeRefused(await Settings(), "Storage__Sqlite", In("budstikke.db.lock"));
    }

    [Fact]
    public async Task A_key_that_is_a_folder()
    {
        Directory.CreateDirectory(In("budstikke.key"));

        await ShouldBeRefused(await Settings(), "Secrets__KeyFile", In("budstikke.key"));
    }

    /// <summary>As when root tries the program once, and the service's own user is to go on.</summary>
    [NeedsAnotherUser]
    public async Task Files_of_another_user()
    {
        await NodeProcess.AddTestClient(await Settings());
        Tool.Run("chmod", "-R", "600", _folder);
        Tool.Run("chmod", "755", _folder);

        var (exit, said) = NeedsAnotherUserAttribute.Run(await Settings(), "serve");

        exit.ShouldBe(2, said);
        said.Trim().Split('\n').ShouldHaveSingleItem().ShouldStartWith($"Storage__Sqlite: {In("budstikke.db")}");

        Tool.Run("chmod", "-R", "777", _folder);
        Tool.Run("chmod", "600", In("budstikke.key"));

        (exit, said) = NeedsAnotherUserAttribute.Run(await Settings(), "serve");

        exit.ShouldBe(2, said);
        said.Trim().Split('\n').ShouldHaveSingleItem().ShouldStartWith($"Secrets__KeyFile: {In("budstikke.key")}");
    }

    private string In(string name) => Path.Combine(_folder, name);

    private Task<Dictionary<string, string?>> Settings() => StoreFolder.Settings(Store.Sqlite, _folder);

    private static async Task ShouldBeRefused(Dictionary<string, string?> settings, string setting, string path)
    {
        var (code, error) = await NodeProcess.RunToEnd(settings, "serve");

        code.ShouldBe(2, error);
        var line = error.Trim().Split('\n').ShouldHaveSingleItem();
        line.ShouldStartWith($"{setting}: {path}");
    }
}

/// <summary>A story in which the program runs as nobody while we are root.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsAnotherUserAttribute : FactAttribute
{
    private static readonly string s_program = typeof(Program).Assembly.Location;

    public NeedsAnotherUserAttribute() =>
        Skip =
            !Environment.IsPrivilegedProcess || !Tool.Exists("runuser")
                ? "Only root can be somebody else (Debian: util-linux)"
            : Run([], "--version").Exit != 0 ? $"The user nobody cannot run {s_program}"
            : null;

    public static (int Exit, string Said) Run(Dictionary<string, string?> settings, params string[] arguments) =>
        Tool.Run(
            "runuser",
            [
                "-u",
                "nobody",
                "--",
                "env",
                "DOTNET_CLI_HOME=/nonexistent",
                .. settings.Select(one => $"{one.Key.Replace(":", "__", StringComparison.Ordinal)}={one.Value}"),
                "dotnet",
                s_program,
                .. arguments,
            ]
        );
}
