using Budstikke.Storage;

namespace Budstikke.Tests.Support;

/// <summary>The process died here.</summary>
internal sealed class CrashException() : Exception("killed");

/// <summary>
/// Kills a service at the n-th of the points that it passes. The dead write nothing more: every later write fails too, also those of
/// whoever catches the exception.
/// </summary>
internal sealed class Death(int point)
{
    private int _passed;

    public int Passed => Volatile.Read(ref _passed);

    public bool HasCome => Passed >= point;

    /// <summary>Every point of <paramref name="app"/>: around its transactions, and after a channel has taken something.</summary>
    public void Threaten(BudstikkeApp app)
    {
        Threaten(app.Database);
        foreach (var channel in new[] { app.Ehf, app.EInvoice, app.Email, app.Post })
            channel.While = _ => Pass();
    }

    public void Threaten(Database database) => database.Fault = _ => Pass();

    private void Pass()
    {
        if (Interlocked.Increment(ref _passed) >= point)
            throw new CrashException();
    }
}
