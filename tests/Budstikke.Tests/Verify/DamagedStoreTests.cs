using System.Text.Json;
using Budstikke.Support;
using Budstikke.Tests.Nodes;
using Budstikke.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Budstikke.Tests.Verify;

/// <summary>An embedded store whose file is damaged, or cannot be written to.</summary>
public sealed class DamagedStoreTests : IDisposable
{
    private const int PageBytes = 4096;
    private readonly string _folder = StoreFolder.New();

    private string File => Path.Combine(_folder, "budstikke.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The first is the file's head, the second the root of a table or an index; the others are spread over
    /// the file.</summary>
    [Fact]
    public async Task A_damaged_page_is_found_whichever_it_is_and_the_report_stays_one()
    {
        var whole = await WholeStore();
        var pages = whole.Length / PageBytes;
        var random = new Random(1);
        int[] some = [0, 1, 2, .. Enumerable.Range(0, 12).Select(_ => random.Next(3, pages))];
        foreach (var page in some)
        {
            var damaged = (byte[])whole.Clone();
            random.NextBytes(damaged.AsSpan(page * PageBytes, PageBytes));
            await System.IO.File.WriteAllBytesAsync(File, damaged);
            System.IO.File.Delete($"{File}-wal");

            var (exit, output) = await VerifyCommandTests.Run(_folder, json: true);

            exit.ShouldBe(1, $"page {page}: {output}");
            var report = JsonDocument.Parse(output).RootElement;
            report.GetProperty("checks")[0].GetProperty("check").GetString().ShouldBe("file");
            report.GetProperty("findings").GetArrayLength().ShouldBeGreaterThan(0);
            SqliteConnection.ClearAllPools();
        }
    }

    [Fact]
    public async Task A_store_that_is_whole_has_no_finding_about_its_file()
    {
        await System.IO.File.WriteAllBytesAsync(File, await WholeStore());

        var (exit, output) = await VerifyCommandTests.Run(_folder, json: false);

        exit.ShouldBe(0, output);
        output.ShouldContain("file");
    }

    [NeedsSmallDisk]
    public async Task A_copy_on_a_disk_that_cannot_be_written_to_is_read()
    {
        var whole = await WholeStore();
        using var disk = new SmallDisk(megabytes: 8);
        foreach (var name in new[] { "budstikke.key" })
            System.IO.File.Copy(Path.Combine(_folder, name), Path.Combine(disk.Folder, name));
        await System.IO.File.WriteAllBytesAsync(Path.Combine(disk.Folder, "budstikke.db"), whole);
        Tool.Run("mount", "-o", "remount,ro", disk.Folder).ExitCode.ShouldBe(0);

        var (exit, output) = await VerifyCommandTests.Run(disk.Folder, json: false);
        SqliteConnection.ClearAllPools();

        exit.ShouldBe(0, output);
        output.ShouldContain("Nothing found");
        Directory.GetFiles(disk.Folder).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_of_the_store_is_changed()
    {
        await System.IO.File.WriteAllBytesAsync(File, await WholeStore());
        var before = await System.IO.File.ReadAllBytesAsync(File);

        var (code, error) = await NodeProcess.RunToEnd(await StoreFolder.Settings(Store.Sqlite, _folder), "verify");

        code.ShouldBe(0, error);
        (await System.IO.File.ReadAllBytesAsync(File)).ShouldBe(before);
    }

    /// <summary>Every page of it is in use.</summary>
    private async Task<byte[]> WholeStore()
    {
        await using (var app = await BudstikkeApp.Start(folder: _folder))
        {
            for (var i = 0; i < 3; i++)
                await app.Submit(Samples.ToPerson, Samples.PersonalNumber);
            await app.RunJobs();
            await app.Database.Read(session => session.Execute($"VACUUM INTO '{Path.Combine(_folder, "whole")}'"));
        }
        SqliteConnection.ClearAllPools();
        System.IO.File.Delete(File);
        return await System.IO.File.ReadAllBytesAsync(Path.Combine(_folder, "whole"));
    }
}
