using System.Globalization;
using Budstikke.Documents.Calendar;
using Budstikke.Documents.Tests.Support;

namespace Budstikke.Documents.Tests.Calendar;

public sealed class DueDateTests
{
    [NeedsVectors]
    public void Every_nominal_due_date_moves_as_the_vectors_say()
    {
        foreach (var vector in NorwegianVectors.Section("duedate_roll", "vectors").EnumerateArray())
        {
            var nominal = Date(vector.GetProperty("nominal").GetString()!);
            var payable = Date(vector.GetProperty("payable").GetString()!);

            DueDate.After(nominal, 0).ShouldBe(payable, vector.ToString());
            DueDate.After(nominal.AddDays(-14), 14).ShouldBe(payable, vector.ToString());
        }
    }

    [NeedsVectors]
    public void Every_day_of_the_years_in_the_vectors_is_a_holiday_or_none_as_they_say()
    {
        var years = NorwegianVectors.Section("holidays").EnumerateObject().Where(y => IsYear(y.Name)).ToArray();
        years.ShouldNotBeEmpty();
        foreach (var year in years)
        {
            var expected = year.Value.EnumerateObject().Select(day => Date(day.Name));
            var first = new DateOnly(Year(year.Name), 1, 1);

            Enumerable
                .Range(0, DateTime.IsLeapYear(first.Year) ? 366 : 365)
                .Select(first.AddDays)
                .Where(NorwegianHolidays.IsHoliday)
                .ShouldBe(expected, ignoreOrder: true);
        }
    }

    [Theory]
    [InlineData("2026-03-23", 10, "2026-04-07")] // Maundy Thursday, over Easter
    [InlineData("2026-05-02", 14, "2026-05-18")] // Saturday before 17 May on a Sunday
    [InlineData("2026-12-15", 10, "2026-12-28")] // Christmas Day, a Friday
    [InlineData("2026-12-10", 14, "2026-12-24")] // Christmas Eve is no holiday
    [InlineData("2026-12-17", 14, "2026-12-31")] // nor is New Year's Eve
    [InlineData("2026-11-22", 10, "2026-12-02")] // a plain Wednesday
    [InlineData("2027-12-02", 30, "2028-01-03")] // New Year's Day, a Saturday
    public void A_due_date_is_a_working_day(string issued, int days, string due) =>
        DueDate.After(Date(issued), days).ShouldBe(Date(due));

    [Fact]
    public void No_maturity_lies_before_the_issue() =>
        Should.Throw<ArgumentOutOfRangeException>(() => DueDate.After(new(2026, 1, 1), -1));

    [Theory]
    [InlineData("1961-04-02")]
    [InlineData("2000-04-23")]
    [InlineData("2008-03-23")]
    [InlineData("2026-04-05")]
    [InlineData("2027-03-28")]
    [InlineData("2028-04-16")]
    [InlineData("2029-04-01")]
    [InlineData("2030-04-21")]
    [InlineData("2038-04-25")]
    [InlineData("2049-04-18")]
    [InlineData("2076-04-19")]
    public void Easter_is_computed(string date) => NorwegianHolidays.EasterSunday(Date(date).Year).ShouldBe(Date(date));

    [Fact]
    public void Easter_is_a_Sunday_from_22_March_to_25_April()
    {
        foreach (var easter in Enumerable.Range(1947, 400).Select(NorwegianHolidays.EasterSunday))
        {
            easter.DayOfWeek.ShouldBe(DayOfWeek.Sunday);
            easter.ShouldBeInRange(new(easter.Year, 3, 22), new(easter.Year, 4, 25));
        }
    }

    [Theory]
    [InlineData("2026-11-30", 15, "2026-12-21")]
    [InlineData("2026-12-31", 15, "2027-01-22")]
    [InlineData("2026-03-31", 15, "2026-04-24")]
    [InlineData("2026-04-02", 1, "2026-04-07")]
    [InlineData("2026-04-04", 0, "2026-04-04")]
    public void Working_days_are_counted_from_the_next_day(string date, int count, string expected) =>
        NorwegianHolidays.WorkingDaysAfter(Date(date), count).ShouldBe(Date(expected));

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool IsYear(string text) => text.Length == 4 && text.All(char.IsAsciiDigit);

    private static int Year(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
