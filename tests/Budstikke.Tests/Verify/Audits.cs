using Budstikke.Commands.Verify;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Verify;

/// <summary>Audits of a test's store, and hands that break it.</summary>
internal static class Audits
{
    public static Task<VerifyReport> Of(BudstikkeApp app, IProgress<VerifyProgress>? progress = null) =>
        VerifyStore.Run(
            app.Database,
            app.Clock,
            progress,
            new(
                app.Services.GetRequiredService<Secrets>(),
                app.Services.GetServices<IJobHandler>().Select(handler => handler.Kind.Kind).ToHashSet()
            )
        );

    public static Task Break(BudstikkeApp app, string sql, object? parameters = null) =>
        app.Database.Write(session => session.Execute(sql, parameters));
}
