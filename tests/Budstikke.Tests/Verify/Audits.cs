using Budstikke.Jobs.Checks;
using Budstikke.Tests.Support;
using Budstikke.Verify;

namespace Budstikke.Tests.Verify;

/// <summary>Audits of a test's store, and hands that break it.</summary>
internal static class Audits
{
    public static Task<VerifyReport> Of(BudstikkeApp app, IProgress<VerifyProgress>? progress = null) =>
        VerifyStore.Run(app.Services, progress);

    public static Task Break(BudstikkeApp app, string sql, object? parameters = null) =>
        app.Database.Write(session => session.Execute(sql, parameters));

    public static async Task<IReadOnlyList<Finding>> Found(BudstikkeApp app) => (await Of(app)).Findings;

    /// <summary>Turns one bit in the middle of each content that the condition names.</summary>
    public static Task FlipByte(BudstikkeApp app, string table, string condition) =>
        app.Database.Write(async session =>
        {
            foreach (var content in await session.Query<byte[]>($"SELECT content FROM {table} WHERE {condition}"))
            {
                byte[] changed = [.. content];
                changed[changed.Length / 2] ^= 1;
                await session.Execute(
                    $"UPDATE {table} SET content = @changed WHERE content = @content",
                    new { changed, content }
                );
            }
        });
}
